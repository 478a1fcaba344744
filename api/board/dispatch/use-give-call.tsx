import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { t } from '../app/messages.ts';
import { get, post, Refused } from '../data/api.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import { useDispatchStore } from '../data/live-context.tsx';
import type { CallDetail } from '../data/types.ts';
import { useWhoAmI, whoAmI } from '../parts/who-am-i.ts';
import { tryGiving } from './use-trial.ts';

/** What waits for a name, or for a reason to break a hard rule. */
interface Open {
  readonly number: string;
  readonly resource: string;
  /** Hard rules that it breaks; empty: none. */
  readonly bars: readonly string[];
}

/** Gives a call to a technician and pins it there; a hard rule is broken only with a reason; it can be undone. */
export function useGiveCall(dispatch: Dispatch): {
  readonly give: (number: string, resource: string) => Promise<void>;
  readonly dialog: ReactNode;
} {
  const store = useDispatchStore();
  const who = useWhoAmI();
  const [open, setOpen] = useState<Open | null>(null);
  const [why, setWhy] = useState('');
  const [name, setName] = useState('');

  async function send({ number, resource, bars }: Open, by: string): Promise<void> {
    const path = `calls/${encodeURIComponent(number)}`;
    try {
      const before = await get<CallDetail>(path);
      const force = bars.length > 0 ? { force: true, why } : why === '' ? {} : { why };
      await post(`${path}/allocate`, { who: by, resource, pin: true, ...force });
      store.changed(number);
      setOpen(null);
      setWhy('');
      const id = notifications.show({
        title: t('give.done', { call: number, name: dispatch.names.get(resource) ?? resource }),
        message: (
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              void undo(before, by);
            }}
          >
            {t('give.undo')}
          </Button>
        ),
        autoClose: 12_000,
      });
    } catch (error) {
      refused(error);
    }
  }

  async function undo(before: CallDetail, by: string): Promise<void> {
    const path = `calls/${encodeURIComponent(before.number)}`;
    try {
      if (before.pinned && before.resource !== null) {
        await post(`${path}/allocate`, {
          who: by,
          resource: before.resource,
          pin: true,
          force: true,
          why: t('give.undone'),
        });
      } else await post(`${path}/unpin`, { who: by, why: t('give.undone') });
      store.changed(before.number);
    } catch (error) {
      refused(error);
    }
  }

  async function give(number: string, resource: string): Promise<void> {
    try {
      const trial = await tryGiving(number, resource);
      const bars = trial.violations.map(({ text }) => text);
      if (trial.allocation === null) {
        refused(new Refused(409, { detail: [t('give.noPlace'), ...bars].join(' ') }));
        return;
      }
      const asked = { number, resource, bars };
      if (bars.length > 0 || who === '') setOpen(asked);
      else await send(asked, who);
    } catch (error) {
      refused(error);
    }
  }

  const dialog = (
    <Modal
      opened={open !== null}
      onClose={() => setOpen(null)}
      title={
        open === null
          ? ''
          : t('drop.onto', { call: open.number, name: dispatch.names.get(open.resource) ?? open.resource })
      }
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {open === null ? null : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const by = who === '' ? name.trim() : who;
            whoAmI.set(by);
            void send(open, by);
          }}
        >
          <Stack>
            {open.bars.length === 0 ? null : (
              <div role="alert" className="bars-box">
                <strong>{t('give.bars')}</strong>
                <ul>
                  {open.bars.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              </div>
            )}
            {who === '' ? (
              <TextInput
                label={t('who.label')}
                description={t('who.why')}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                required
                data-autofocus
              />
            ) : null}
            {open.bars.length > 0 ? (
              <Textarea
                label={t('give.why')}
                value={why}
                onChange={(event) => setWhy(event.currentTarget.value)}
                required
                autosize
                minRows={2}
              />
            ) : null}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpen(null)}>
                {t('give.cancel')}
              </Button>
              <Button type="submit" color={open.bars.length > 0 ? 'red' : 'blue'}>
                {t(open.bars.length > 0 ? 'give.anyway' : 'give.do')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
  return { give, dialog };
}

/** The server's own words for what went wrong, and what to do. */
export function refused(error: unknown): void {
  const text = error instanceof Refused ? [error.message, error.action].filter(Boolean).join(' ') : t('give.failed');
  notifications.show({ color: 'red', title: t('give.refused'), message: text, autoClose: 10_000 });
}
