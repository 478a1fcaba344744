import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { post } from '../data/api.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import { useDispatchStore } from '../data/live-context.tsx';
import type { CallDetail } from '../data/types.ts';
import { useWhoAmI, whoAmI } from '../parts/who-am-i.ts';
import { refused } from './use-give-call.tsx';

/** What a dispatcher does with a call besides giving it to somebody: the path of the event, and what it asks for. */
const ACTIONS = [
  { event: 'pin', asks: 'nothing' },
  { event: 'unpin', asks: 'nothing' },
  { event: 'hold', asks: 'reason' },
  { event: 'resume', asks: 'nothing' },
  { event: 'approve', asks: 'nothing' },
  { event: 'release', asks: 'why' },
  { event: 'split', asks: 'minutes' },
  { event: 'follow-up', asks: 'why' },
  { event: 'declare-emergency', asks: 'why' },
  { event: 'cancel', asks: 'why' },
  { event: 'reopen', asks: 'why' },
] as const;
type Action = (typeof ACTIONS)[number];
/** What takes an action back, where one thing does. */
const UNDOES: Readonly<Partial<Record<Action['event'], 'pin' | 'unpin'>>> = { pin: 'unpin', unpin: 'pin' };

/** Buttons for what is possible now, as the server says. */
export function CallActions({ call }: { readonly call: CallDetail; readonly dispatch: Dispatch }) {
  const store = useDispatchStore();
  const who = useWhoAmI();
  const [open, setOpen] = useState<Action | null>(null);
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const isPossible = ({ event }: Action): boolean =>
    event === 'split'
      ? call.order !== null && call.possible.includes('estimate')
      : event === 'pin'
        ? !call.pinned && call.possible.includes('pin')
        : event === 'unpin'
          ? call.pinned && call.possible.includes('unpin')
          : call.possible.includes(event);

  async function send({ event, asks }: Action, by: string): Promise<void> {
    const said = { nothing: {}, reason: { reason: text }, why: { why: text }, minutes: { first: `PT${text}M` } }[asks];
    try {
      await post(`calls/${encodeURIComponent(call.number)}/${event}`, { who: by, ...said });
      store.changed(call.number);
      setOpen(null);
      setText('');
      const back = UNDOES[event];
      const id = notifications.show({
        title: t('action.done', { call: call.number, action: t(`action.${event}`) }),
        message:
          back === undefined ? null : (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => {
                notifications.hide(id);
                void send({ event: back, asks: 'nothing' }, by);
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

  return (
    <Group gap="xs" className="actions" role="group" aria-label={t('action.all')}>
      {ACTIONS.filter(isPossible).map((action) => (
        <Button
          key={action.event}
          size="compact-sm"
          variant="default"
          onClick={() => (action.asks === 'nothing' && who !== '' ? void send(action, who) : setOpen(action))}
        >
          {t(`action.${action.event}`)}
        </Button>
      ))}
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open === null ? '' : `${t(`action.${open.event}`)}: ${call.number}`}
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
              {open.asks === 'minutes' ? (
                <TextInput
                  label={t('action.minutes')}
                  description={t('action.split.what')}
                  inputMode="numeric"
                  pattern="[1-9][0-9]*"
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                  required
                />
              ) : null}
              {open.asks === 'nothing' || open.asks === 'minutes' ? null : (
                <Textarea
                  label={t(open.asks === 'reason' ? 'action.reason' : 'action.why')}
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                  required
                  autosize
                  minRows={2}
                />
              )}
              <Group justify="flex-end">
                <Button variant="default" onClick={() => setOpen(null)}>
                  {t('give.cancel')}
                </Button>
                <Button type="submit">{t(`action.${open.event}`)}</Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </Group>
  );
}
