import { Button, Group, NativeSelect, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconListDetails, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { post } from '../data/api.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { PlanningEvent } from '../data/live.ts';
import type { Improvement } from '../data/types.ts';
import { type Ask, AskDialog } from '../parts/ask-dialog.tsx';
import { sayRefused } from '../parts/notices.tsx';
import { useWhoAmI } from '../parts/who-am-i.ts';
import './improvement.css';
import type { Improvements } from './use-improvements.ts';
import { tell } from './use-improvements.ts';

const LENGTHS = ['30', '60', '180', '600'] as const;

const pathOf = (territory: string): string => `territories/${encodeURIComponent(territory)}/plan/improvement`;
export const nameOf = ({ territories }: Dispatch, code: string): string =>
  territories.find((each) => each.code === code)?.name ?? code;

/** Asks for a longer search, and shows what changed: two buttons beside the timeline's title. */
export function PlanButtons({
  dispatch,
  improvements,
  onChanged,
}: {
  readonly dispatch: Dispatch;
  readonly improvements: Improvements;
  readonly onChanged: () => void;
}) {
  const [ask, setAsk] = useState<Ask | null>(null);
  const planned = dispatch.territories.filter(({ code }) => dispatch.plans.has(code));
  const choices = planned.filter(
    ({ code }) => !improvements.running.has(code) && (dispatch.territory === '' || code === dispatch.territory),
  );
  const open = (): void =>
    setAsk({
      title: t('improve.title'),
      submit: t('improve.go'),
      fields: (
        <>
          <p className="quiet improve-what">{t('improve.what')}</p>
          <NativeSelect
            name="territory"
            label={t('app.territory')}
            data={choices.map(({ code, name }) => ({ value: code, label: name }))}
          />
          <NativeSelect
            name="seconds"
            label={t('improve.length')}
            defaultValue="60"
            data={LENGTHS.map((value) => ({ value, label: t(`improve.length.${value}`) }))}
          />
        </>
      ),
      async send(who, form) {
        try {
          const body = { who, seconds: Number(form.get('seconds')) };
          improvements.learn(await post<Improvement>(pathOf(String(form.get('territory'))), body));
          return true;
        } catch (error) {
          sayRefused(error);
          return false;
        }
      },
    });
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconSparkles size={15} aria-hidden="true" />}
          onClick={open}
          disabled={choices.length === 0}
        >
          {t('improve.start')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconListDetails size={15} aria-hidden="true" />}
          onClick={onChanged}
          disabled={planned.length === 0}
        >
          {t('changed.button')}
        </Button>
      </Group>
      <AskDialog ask={ask} onClose={() => setAsk(null)} />
    </>
  );
}

/** What the searches that are under way have found, with what can be done about each. */
export function ImprovementStrips({
  dispatch,
  improvements,
}: {
  readonly dispatch: Dispatch;
  readonly improvements: Improvements;
}) {
  const shown = [...improvements.running.values()].filter(
    ({ territory }) => dispatch.territory === '' || territory === dispatch.territory,
  );
  const planning = improvements.planning.filter((code) => dispatch.territory === '' || code === dispatch.territory);
  return (
    <>
      {planning.length === 0 ? null : (
        <p className="planning-note quiet">
          {t('improve.planning', { name: planning.map((code) => nameOf(dispatch, code)).join(', ') })}
        </p>
      )}
      {shown.map((improvement) => (
        <Strip
          key={improvement.territory}
          improvement={improvement}
          progress={improvements.progress.get(improvement.territory) ?? null}
          name={nameOf(dispatch, improvement.territory)}
          learn={improvements.learn}
        />
      ))}
    </>
  );
}

function Strip({
  improvement,
  progress,
  name,
  learn,
}: {
  readonly improvement: Improvement;
  readonly progress: PlanningEvent | null;
  readonly name: string;
  readonly learn: Improvements['learn'];
}) {
  const who = useWhoAmI();
  const [busy, setBusy] = useState(false);
  const { state, territory } = improvement;
  const saved = Number(progress?.saved ?? improvement.progress?.saved ?? 0);
  const moved = progress?.moved ?? improvement.progress?.moved ?? 0;
  const dropped = progress?.dropped ?? improvement.progress?.dropped ?? 0;
  const unplaced = progress?.unplaced ?? improvement.progress?.unplaced ?? 0;
  const late = (improvement.progress?.late ?? 0) - (improvement.progress?.present_late ?? 0);
  const change = Number(progress?.change_cost ?? improvement.progress?.change_cost ?? 0);
  const hasFound = saved > 0;

  async function stop(keep: boolean): Promise<void> {
    setBusy(true);
    try {
      const by = who === '' ? improvement.who : who;
      learn(await post<Improvement>(`${pathOf(territory)}/stop`, { who: by, keep }));
    } catch (error) {
      sayRefused(error);
    }
    setBusy(false);
  }

  const { share, text } = spent(improvement, progress);
  return (
    <section className="improvement" aria-label={t('improve.running', { name })} data-territory={territory}>
      <div className="improvement-text">
        <strong>{t(`improve.${state === 'ended' ? 'stopping' : state}`, { name })}</strong>
        {state === 'waiting' ? null : (
          <>
            <output className={hasFound ? 'improvement-found' : undefined}>
              {hasFound
                ? t('improve.found', {
                    saved: saved.toFixed(2),
                    currency: improvement.currency,
                    percent: progress?.saved_percent ?? improvement.progress?.saved_percent ?? 0,
                  })
                : t('improve.nothing')}
            </output>
            {hasFound && change !== 0 ? (
              <span>{t('improve.change', { cost: change.toFixed(2), currency: improvement.currency })}</span>
            ) : null}
            {hasFound && moved > 0 ? (
              <span>{moved === 1 ? t('improve.moves.one') : t('improve.moves', { count: moved })}</span>
            ) : null}
            {hasFound && late !== 0 ? (
              <span className={late > 0 ? 'improvement-late' : undefined}>{lateText(late)}</span>
            ) : null}
            {hasFound && dropped > 0 ? (
              <span className="improvement-late">
                {dropped === 1 ? t('improve.drops.one') : t('improve.drops', { count: dropped })}
              </span>
            ) : null}
            {unplaced > 0 ? <span>{t('improve.unplaced', { count: unplaced })}</span> : null}
          </>
        )}
        {hasFound ? <span className="quiet">{t('improve.preview')}</span> : null}
      </div>
      <div className="improvement-time">
        <Progress value={share * 100} aria-label={t('improve.progress')} size="sm" transitionDuration={300} />
        <span className="quiet tabular">{text}</span>
      </div>
      <Group gap="xs" wrap="nowrap">
        {hasFound ? (
          <Button
            size="compact-sm"
            loading={busy}
            disabled={state === 'stopping'}
            onClick={() => {
              void stop(true);
            }}
          >
            {t('improve.keep')}
          </Button>
        ) : null}
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy || state === 'stopping'}
          onClick={() => {
            void stop(false);
          }}
        >
          {t(hasFound ? 'improve.discard' : 'improve.stop')}
        </Button>
      </Group>
    </section>
  );
}

/** How many more visits, or fewer, would miss a target. */
function lateText(more: number): string {
  const count = Math.abs(more);
  if (more > 0) return count === 1 ? t('improve.late.more.one') : t('improve.late.more', { count });
  return count === 1 ? t('improve.late.fewer.one') : t('improve.late.fewer', { count });
}

/** The part of the budget that is used, and what is left of it in words. */
function spent(
  improvement: Improvement,
  progress: PlanningEvent | null,
): { readonly share: number; readonly text: string } {
  const { seconds, iterations } = improvement;
  if (seconds === null) {
    const done = progress?.iterations ?? improvement.progress?.iterations ?? 0;
    const of = iterations ?? 1;
    return { share: Math.min(1, done / of), text: t('improve.steps', { done, of }) };
  }
  const elapsed = (progress?.elapsed_ms ?? improvement.progress?.elapsed_ms ?? 0) / 1000;
  const left = Math.max(0, Math.ceil(seconds - elapsed));
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return { share: Math.min(1, elapsed / seconds), text: t('improve.left', { left: clock }) };
}

const savedText = (saved: string, cost: string, currency: string): string =>
  Number(cost) === 0
    ? t('improve.saved.what', { saved, currency })
    : t('improve.saved.change', { saved, cost, currency });

/** Says how a search has ended; `onChanged` shows what it has changed. */
export function tellEnd(improvement: Improvement, name: string, onChanged: () => void): void {
  const { outcome, progress, currency } = improvement;
  if (outcome !== 'saved') {
    tell(t(`improve.${outcome ?? 'failed'}`, { name }), t('improve.unchanged'), outcome === 'failed' ? 'red' : 'gray');
    return;
  }
  const id = tell(
    t('improve.saved', { name }),
    <Group gap="sm">
      <span>{savedText(progress?.saved ?? '0', progress?.change_cost ?? '0', currency)}</span>
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => {
          notifications.hide(id);
          onChanged();
        }}
      >
        {t('changed.button')}
      </Button>
    </Group>,
    'green',
  );
}
