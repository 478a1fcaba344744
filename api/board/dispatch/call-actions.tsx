import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../app/messages.ts';
import { ifMatch, isOvertaken, post } from '../data/api.ts';
import { useDispatchStore } from '../data/live-context.tsx';
import type { CallDetail } from '../data/types.ts';
import { AskDialog } from '../parts/ask-dialog.tsx';
import { sayDone, sayRefused } from '../parts/notices.tsx';
import { useWhoAmI } from '../parts/who-am-i.ts';
import { HoldReason } from './hold-reason.tsx';

/** What a dispatcher does with a call besides giving it to somebody: the path of the event, and what it asks for. */
const ACTIONS = [
  { event: 'pin', asks: 'nothing' },
  { event: 'unpin', asks: 'nothing' },
  { event: 'hold', asks: 'reason' },
  { event: 'resume', asks: 'nothing' },
  { event: 'approve', asks: 'nothing' },
  { event: 'release', asks: 'why' },
  { event: 'unmerge', asks: 'nothing' },
  { event: 'split', asks: 'minutes' },
  { event: 'follow-up', asks: 'why' },
  { event: 'declare-emergency', asks: 'why' },
  { event: 'cancel', asks: 'why' },
  { event: 'reopen', asks: 'why' },
] as const;
type Action = (typeof ACTIONS)[number];
/** What takes an action back, where one thing does. */
const UNDOES: Readonly<Partial<Record<Action['event'], 'pin' | 'unpin'>>> = { pin: 'unpin', unpin: 'pin' };
/** What can't be taken back is red. */
const GRAVE: ReadonlySet<Action['event']> = new Set(['cancel', 'declare-emergency']);

/** Buttons for what is possible now, as the server says. */
export function CallActions({ call }: { readonly call: CallDetail }) {
  const store = useDispatchStore();
  const who = useWhoAmI();
  const [open, setOpen] = useState<Action | null>(null);
  const isPossible = ({ event }: Action): boolean =>
    event === 'split'
      ? call.order !== null && call.possible.includes('estimate')
      : event === 'pin'
        ? !call.pinned && call.possible.includes('pin')
        : event === 'unpin'
          ? call.pinned && call.possible.includes('unpin')
          : call.possible.includes(event);

  async function send(event: Action['event'], by: string, said: object = {}, version = call.version): Promise<boolean> {
    try {
      const path = `calls/${encodeURIComponent(call.number)}/${event}`;
      const after = await post<CallDetail>(path, { who: by, ...said }, ifMatch(version));
      store.changed(call.number);
      const back = UNDOES[event];
      sayDone(
        t('action.done', { call: call.number, action: t(`action.${event}`) }),
        back === undefined ? null : () => void send(back, by, {}, after.version),
      );
      return true;
    } catch (error) {
      store.changed(call.number);
      sayRefused(error);
      return isOvertaken(error);
    }
  }

  return (
    <Group gap="xs" className="actions" role="group" aria-label={t('action.all')}>
      {ACTIONS.filter(isPossible).map((action) => (
        <Button
          key={action.event}
          size="compact-sm"
          variant="default"
          onClick={() => (action.asks === 'nothing' && who !== '' ? void send(action.event, who) : setOpen(action))}
        >
          {t(`action.${action.event}`)}
        </Button>
      ))}
      <AskDialog
        ask={
          open === null
            ? null
            : {
                title: `${t(`action.${open.event}`)}: ${call.number}`,
                submit: t(`action.${open.event}`),
                danger: GRAVE.has(open.event),
                fields: open.asks === 'reason' ? <HoldReason contract={call.contract} /> : FIELDS[open.asks],
                send: (by, form) => send(open.event, by, saidIn(open, form)),
              }
        }
        onClose={() => setOpen(null)}
      />
    </Group>
  );
}

const FIELDS: Readonly<Record<Exclude<Action['asks'], 'reason'>, ReactNode>> = {
  nothing: null,
  why: <Textarea name="said" label={t('action.why')} required autosize minRows={2} data-autofocus />,
  minutes: (
    <TextInput
      name="said"
      label={t('action.minutes')}
      description={t('action.split.what')}
      inputMode="numeric"
      pattern="[1-9][0-9]*"
      required
      data-autofocus
    />
  ),
};

/** What the form of an action says, as the API wants it. */
function saidIn({ asks }: Action, form: FormData): object {
  const text = String(form.get('said') ?? '').trim();
  return { nothing: {}, reason: { reason: text }, why: { why: text }, minutes: { first: `PT${text}M` } }[asks];
}
