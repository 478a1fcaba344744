import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../app/messages.ts';
import { useTimes } from '../app/times-context.tsx';
import { get, ifMatch, isOvertaken, post, Refused } from '../data/api.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import { useDispatchStore } from '../data/live-context.tsx';
import type { CallDetail } from '../data/types.ts';
import { type Ask, AskDialog } from '../parts/ask-dialog.tsx';
import { sayDone, sayRefused } from '../parts/notices.tsx';
import { useWhoAmI } from '../parts/who-am-i.ts';
import { type Loan, LoanFacts, lend, loanFor, worksElsewhere } from './lending.tsx';
import { tryGiving } from './use-trial.ts';

/** What waits for a name, or for a reason to break a hard rule. */
interface Open {
  readonly number: string;
  readonly resource: string;
  /** Hard rules that it breaks; empty: none. */
  readonly bars: readonly string[];
  /** Version of the call that the dispatcher saw; null: it is not known. */
  readonly version: number | null;
}

/**
 * Gives a call to a technician and pins it there; a hard rule is broken only with a reason; it can be undone. Whoever
 * works in another territory can be lent for a shift first.
 */
export function useGiveCall(dispatch: Dispatch): {
  readonly give: (number: string, resource: string) => Promise<void>;
  readonly dialog: ReactNode;
} {
  const store = useDispatchStore();
  const who = useWhoAmI();
  const times = useTimes();
  const [open, setOpen] = useState<Open | null>(null);
  const [loan, setLoan] = useState<Loan | null>(null);
  const nameOf = (resource: string): string => dispatch.names.get(resource) ?? resource;

  async function send({ number, resource, bars, version }: Open, by: string, why: string): Promise<boolean> {
    const path = `calls/${encodeURIComponent(number)}`;
    try {
      const before = await get<CallDetail>(path);
      const asked = { who: by, resource, pin: true, ...(bars.length > 0 ? { force: true, why } : {}) };
      const given = await post<CallDetail>(`${path}/allocate`, asked, ifMatch(version ?? before.version));
      store.changed(number);
      sayDone(t('give.done', { call: number, name: nameOf(resource) }), () => void undo(before, given, by));
      return true;
    } catch (error) {
      store.changed(number);
      sayRefused(error);
      // Somebody else has changed the call: what was to be given is looked at again first.
      return isOvertaken(error);
    }
  }

  /** Takes back what was given, unless somebody has changed the call since. */
  async function undo(before: CallDetail, given: CallDetail, by: string): Promise<void> {
    const path = `calls/${encodeURIComponent(before.number)}`;
    const why = t('give.undone');
    try {
      if (before.pinned && before.resource !== null) {
        const back = { resource: before.resource, pin: true, force: true };
        await post(`${path}/allocate`, { who: by, ...back, why }, ifMatch(given.version));
      } else await post(`${path}/unpin`, { who: by, why }, ifMatch(given.version));
      store.changed(before.number);
    } catch (error) {
      sayRefused(error);
    }
  }

  async function give(number: string, resource: string, by = who): Promise<void> {
    // What stood on the screen when it was decided, not what stands now.
    const version = dispatch.rows.get(number)?.version ?? null;
    try {
      const trial = await tryGiving(number, resource);
      const bars = trial.violations.map(({ text }) => text);
      if (trial.allocation === null) {
        sayRefused(new Refused(409, { detail: [t('give.noPlace'), ...bars].join(' ') }));
        return;
      }
      const asked = { number, resource, bars, version };
      if (bars.length > 0 || by === '') setOpen(asked);
      else await send(asked, by, '');
    } catch (error) {
      const found = worksElsewhere(error)
        ? await loanFor(number, resource, dispatch, Date.now() + dispatch.ahead).catch(() => null)
        : null;
      if (found === null) sayRefused(error);
      else setLoan(found);
    }
  }

  const lending: Ask | null =
    loan === null
      ? null
      : {
          title: t('drop.onto', { call: loan.number, name: loan.name }),
          submit: t('lend.do'),
          fields: <LoanFacts loan={loan} times={times} />,
          send: async (by, form) => {
            if (!(await lend(loan, by, String(form.get('why') ?? '').trim()))) return false;
            setLoan(null);
            await give(loan.number, loan.resource, by);
            // What giving asks in turn stays open.
            return false;
          },
        };
  const giving: Ask | null =
    open === null
      ? null
      : {
          title: t('drop.onto', { call: open.number, name: nameOf(open.resource) }),
          submit: t(open.bars.length > 0 ? 'give.anyway' : 'give.do'),
          danger: open.bars.length > 0,
          fields: open.bars.length > 0 ? <Broken rules={open.bars} /> : null,
          send: (by, form) => send(open, by, String(form.get('why') ?? '').trim()),
        };
  const dialog = (
    <AskDialog
      ask={lending ?? giving}
      onClose={() => {
        setLoan(null);
        setOpen(null);
      }}
    />
  );
  return { give, dialog };
}

/** The hard rules that would be broken, and the reason why it is done all the same. */
function Broken({ rules }: { readonly rules: readonly string[] }) {
  return (
    <>
      <div role="alert" className="bars-box">
        <strong>{t('give.bars')}</strong>
        <ul>
          {rules.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
      <Textarea name="why" label={t('give.why')} required autosize minRows={2} data-autofocus />
    </>
  );
}
