import { Group, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { PlanChange, PlanDifference } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { inWords } from '../time/in-words.ts';
import type { Times } from '../time/times.ts';
import './improvement.css';

/** Which difference is looked at: between two versions, or since so long ago. */
export interface Looked {
  readonly territory: string;
  /** null: the plan before the present one, or what `since` says. */
  readonly versions: { readonly from: number; readonly to: number } | null;
}

const SINCE = ['version', '10', '30', '120'] as const;
type Since = (typeof SINCE)[number];

/** What changed in a territory's plan, and why, to read. null: closed. */
export function WhatChanged({
  looked,
  dispatch,
  onClose,
  onChoose,
}: {
  readonly looked: Looked | null;
  readonly dispatch: Dispatch;
  readonly onClose: () => void;
  readonly onChoose: (number: string) => void;
}) {
  return (
    <Modal
      opened={looked !== null}
      onClose={onClose}
      title={t('changed.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {looked === null ? null : (
        <Difference
          key={`${looked.territory} ${looked.versions?.to}`}
          {...{ looked, dispatch }}
          onChoose={(number) => {
            onClose();
            onChoose(number);
          }}
        />
      )}
    </Modal>
  );
}

function Difference({
  looked,
  dispatch,
  onChoose,
}: {
  readonly looked: Looked;
  readonly dispatch: Dispatch;
  readonly onChoose: (number: string) => void;
}) {
  const [territory, setTerritory] = useState(looked.territory);
  const [since, setSince] = useState<Since>(looked.versions === null ? '30' : 'version');
  const [opened] = useState(() => Math.floor((Date.now() + dispatch.ahead) / 60_000) * 60_000);
  const times = useTimes();
  const now = useNow(30);
  // One zone for all that the dialog says.
  const zone = `time_zone=${encodeURIComponent(times.zone)}`;
  const ends =
    looked.versions !== null && territory === looked.territory && since === 'version'
      ? `from=${looked.versions.from}&to=${looked.versions.to}&${zone}`
      : since === 'version'
        ? zone
        : `from=${new Date(opened - Number(since) * 60_000).toISOString()}&${zone}`;
  const loaded = useLoaded<PlanDifference>(`territories/${encodeURIComponent(territory)}/plan/difference?${ends}`);
  return (
    <div className="what-changed">
      <Group align="end" gap="md">
        {dispatch.territory === '' ? (
          <NativeSelect
            label={t('app.territory')}
            value={territory}
            onChange={(event) => setTerritory(event.currentTarget.value)}
            data={dispatch.territories.map(({ code, name }) => ({ value: code, label: name }))}
          />
        ) : null}
        <NativeSelect
          label={t('changed.since')}
          value={since}
          onChange={(event) => setSince(event.currentTarget.value as Since)}
          data={SINCE.map((value) => ({ value, label: t(`changed.since.${value}`) }))}
        />
      </Group>
      {loaded.refused !== null ? (
        <p role="alert">{named(inWords(loaded.refused, times, now), dispatch)}</p>
      ) : loaded.value === null ? (
        <p className="quiet">{t(loaded.failed ? 'app.failed' : 'app.loading')}</p>
      ) : (
        <Changes difference={loaded.value} {...{ dispatch, times, now, onChoose }} />
      )}
    </div>
  );
}

interface Shown {
  readonly dispatch: Dispatch;
  readonly times: Times;
  readonly now: number;
  readonly onChoose: (number: string) => void;
}

function Changes({ difference, ...shown }: { readonly difference: PlanDifference } & Shown) {
  const { changes, groups, from, to, currency } = difference;
  const { dispatch, times, now } = shown;
  const at = (text: string): string => times.short(Date.parse(text), now);
  const total = Number(difference.cost.total ?? 0);
  const amount = Math.abs(total).toFixed(2);
  const change = Number(difference.change_cost);
  const seen = changes.filter((change) => !isSmall(change));
  const waits = seen.filter(({ after, kind }) => after === null && kind !== 'dropped');
  const rest = new Map(groups.map((group) => [group, seen.filter(({ call }) => group.calls.includes(call))]));
  const adjusted = changes.length - seen.length;
  return (
    <>
      <p className="quiet">{t('changed.between', { from: at(from.planned_at), to: at(to.planned_at) })}</p>
      {seen.length === 0 ? (
        <p>{t('changed.nothing')}</p>
      ) : (
        <p>
          <strong>
            {total === 0 ? t('changed.same') : t(total < 0 ? 'changed.saves' : 'changed.costs', { amount, currency })}
          </strong>
          {change === 0 ? null : ` ${t('changed.change', { amount: change.toFixed(2), currency })}`}
        </p>
      )}
      {waits.length === 0 ? null : (
        <section>
          <h3>{t('changed.waits')}</h3>
          <List changes={waits} {...shown} />
        </section>
      )}
      {[...rest].map(([group, own]) =>
        own.length === 0 ? null : (
          <section key={group.resources.join(' ')}>
            {group.text === '' ? (
              <h3>{group.resources.map((code) => personOf(dispatch, code)).join(', ')}</h3>
            ) : (
              <h3>
                {t('changed.together', {
                  people: group.resources.map((code) => personOf(dispatch, code)).join(', '),
                  text: group.text,
                })}
              </h3>
            )}
            <List changes={own} {...shown} />
          </section>
        ),
      )}
      {adjusted === 0 ? null : (
        <p className="quiet">{adjusted === 1 ? t('changed.times.one') : t('changed.times', { count: adjusted })}</p>
      )}
    </>
  );
}

/** Visits that begin less than so much earlier or later are counted, not listed. */
const FELT = 5 * 60_000;
const isSmall = ({ kind, before, after }: PlanChange): boolean =>
  kind === 'adjusted' ||
  (kind === 'retimed' &&
    before !== null &&
    after !== null &&
    Math.abs(Date.parse(after.start) - Date.parse(before.start)) < FELT);

/** Bad news first. */
const ORDER: readonly PlanChange['kind'][] = ['dropped', 'waiting', 'moved', 'added', 'retimed', 'adjusted'];
/** What a group says once for all. */
const MONEY: ReadonlySet<string> = new Set(['change-saves', 'change-costs']);

function List({ changes, dispatch, times, now, onChoose }: { readonly changes: readonly PlanChange[] } & Shown) {
  const sorted = changes.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return (
    <ul className="changes">
      {sorted.map((change) => {
        const why = change.why.filter(({ code }) => !MONEY.has(code));
        return (
          <li key={change.call} data-call={change.call}>
            <button type="button" className="link" onClick={() => onChoose(change.call)}>
              {change.call}
            </button>{' '}
            {dispatch.rows.get(change.call)?.site_name ?? ''}
            <span className="change-move"> {moveOf(change, dispatch, times, now)}</span>
            {why.length === 0 ? null : (
              <ul>
                {why.map(({ code, text }) => (
                  <li key={`${code} ${text}`}>{named(inWords(text, times, now), dispatch)}</li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** `Ann 10:00 → Bob 10:40`. */
function moveOf({ kind, before, after, why }: PlanChange, dispatch: Dispatch, times: Times, now: number): string {
  const place = (allocation: PlanChange['before']): string =>
    allocation === null
      ? t('changed.nobody')
      : t('changed.at', {
          name: personOf(dispatch, allocation.resource),
          at: times.short(Date.parse(allocation.start), now),
        });
  const isGone = why.some(({ code }) => code === 'call-ended');
  const from = before === null ? t('changed.added') : place(before);
  const to =
    after === null
      ? t(isGone || (kind === 'waiting' && why.length === 0) ? 'changed.gone' : 'changed.nobody')
      : place(after);
  const isSame = before !== null && before.resource === after?.resource;
  return t('changed.moved', { from, to: isSame ? times.short(Date.parse(after!.start), now) : to });
}

const personOf = ({ names }: Dispatch, code: string): string => names.get(code) ?? code;

/** A text of the API with people's names in place of their codes. */
const named = (text: string, { names }: Dispatch): string => text.replace(/[\w-]+/g, (word) => names.get(word) ?? word);
