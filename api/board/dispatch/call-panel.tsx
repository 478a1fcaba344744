import './call-panel.css';
import { ActionIcon, Button, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { named, t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { CallDetail, Candidates, Explanation } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { ClassMark } from '../parts/class-mark.tsx';
import { Face } from '../parts/face.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { inWords } from '../time/in-words.ts';
import { CallActions } from './call-actions.tsx';
import { CandidateFacts } from './candidate-facts.tsx';
import { useGiveCall } from './use-give-call.tsx';

/** Candidates named before the rest. */
const NAMED = 8;
/** What leads: the class, the priority and the deadline decide the order before all else. */
const LEADING = ['class', 'priority', 'due'];

/** Why a call stands where it does, who comes and who else could, and what can be done with it. */
export function CallPanel({
  number,
  dispatch,
  onClose,
  onChoose,
}: {
  readonly number: string | null;
  readonly dispatch: Dispatch;
  readonly onClose: () => void;
  readonly onChoose: (number: string) => void;
}) {
  const times = useTimes();
  const now = useNow();
  const row = number === null ? undefined : dispatch.rows.get(number);
  const allocation = number === null ? undefined : dispatch.allocations.get(number);
  // Asked for again when something of the call, its place or its allocation has changed.
  const place = number === null ? undefined : dispatch.places.get(number);
  const version = useMemo(() => JSON.stringify([row, allocation, place]), [row, allocation, place]);
  const path = number === null ? null : `calls/${encodeURIComponent(number)}`;
  const loaded = useLoaded<CallDetail>(path, version);
  const call = loaded.value;
  const inOrder = call?.order != null;
  const { value: why } = useLoaded<Explanation>(inOrder && path !== null ? `${path}/explain` : null, version);
  const at = (text: string | null) => (text === null ? '–' : times.short(Date.parse(text), now));
  const words = (text: string) => inWords(text, times, now);
  const name = (code: string) => (dispatch.names.has(code) ? `${dispatch.names.get(code)} (${code})` : code);

  return (
    <section className="panel call-panel" aria-labelledby="call-title" id="details">
      <header className="panel-head">
        <h2 id="call-title" aria-live="polite">
          {number === null
            ? t('call.none')
            : call?.order == null
              ? call === null
                ? number
                : t('call.outside', { number, status: named('status', call.status) })
              : t('call.place', { number, place: call.order.position })}
        </h2>
        <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label={t('app.close')}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      {number === null ? <p className="pad quiet">{t('call.choose')}</p> : null}
      {number !== null && call === null ? <Waiting of={loaded} /> : null}
      {call === null ? null : (
        <div className="call-body">
          {row === undefined ? null : (
            <p className="call-clock">
              <ClassMark name={row.class} priority={row.priority} /> <Face call={row} now={now} times={times} />
            </p>
          )}
          <p className="lead">
            <strong>{whoWords(call, name, at)}</strong>
          </p>
          <OutOfOrder call={call} />
          <Reasons call={call} words={words} />
          <CallActions call={call} />
          {call.order === null ? null : (
            <>
              <h3>{t('call.why', { place: call.order.position })}</h3>
              <ul>
                {LEADING.flatMap((decides) => call.because.filter((each) => each.decides === decides).slice(-1)).map(
                  (each) => (
                    <li key={each.decides}>{words(each.text)}</li>
                  ),
                )}
                {why?.above == null ? null : (
                  <li>
                    {t('call.after')}{' '}
                    <button type="button" className="link" onClick={() => onChoose(why.above!.number)}>
                      {why.above.number}
                    </button>
                    : {words(why.above.text)}.
                  </li>
                )}
              </ul>
            </>
          )}
          <Facts call={call} siteName={row?.site_name ?? null} at={at} words={words} name={name} />
          {inOrder ? <WhoElse call={call} dispatch={dispatch} version={version} /> : null}
          {why?.would_move_up.length ? (
            <Folded title={t('call.up')} part="up">
              <ul>
                {why.would_move_up.map((text) => (
                  <li key={text}>{words(text)}</li>
                ))}
              </ul>
            </Folded>
          ) : null}
          {call.because.length === 0 ? null : (
            <Folded title={t('call.rules')} part="rules">
              <ul>
                {call.because.map((each) => (
                  <li key={`${each.decides} ${each.text}`}>{words(each.text)}</li>
                ))}
              </ul>
            </Folded>
          )}
          <Folded title={t('call.journal')} part="journal">
            <ul>
              {call.journal.map((event) => (
                <li key={event.id}>
                  {at(event.at)} {named('event', event.kind)} {t('call.by', { who: name(event.who) })}
                  {event.why === null ? '' : `: ${event.why}`}
                </li>
              ))}
            </ul>
          </Folded>
        </div>
      )}
    </section>
  );
}

/** Which folded parts the reader has opened; they stay open from call to call. */
const opened = new Set<string>();

function Folded({
  title,
  part,
  children,
  onOpen,
}: {
  readonly title: string;
  readonly part: string;
  readonly children: React.ReactNode;
  readonly onOpen?: (open: boolean) => void;
}) {
  return (
    <details
      data-part={part}
      open={opened.has(part)}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open) opened.add(part);
        else opened.delete(part);
        onOpen?.(open);
      }}
    >
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function whoWords(call: CallDetail, name: (code: string) => string, at: (text: string | null) => string): string {
  const { allocation } = call;
  if (allocation !== null && call.status === 'on-site')
    return t('call.there', { who: name(allocation.resource), done: at(allocation.finish) });
  if (allocation !== null) {
    const waits = Date.parse(allocation.start) > Date.parse(allocation.arrival);
    return t(waits ? 'call.comesAndWaits' : 'call.comes', {
      ...{ who: name(allocation.resource), arrives: at(allocation.arrival) },
      ...{ begins: at(allocation.start), done: at(allocation.finish) },
    });
  }
  if (call.order === null) return t('call.status', { status: named('status', call.status) });
  const hold = call.status === 'on-hold' ? call.holds.at(-1) : undefined;
  if (hold !== undefined) return t('call.held', { reason: hold.reason });
  return call.duplicate_of === null ? t('call.nobody') : t('call.same', { number: call.duplicate_of });
}

/** Where the plan leaves the order: what of a lower place goes first, for how long, and what the other way round would cost. */
function OutOfOrder({ call }: { readonly call: CallDetail }) {
  const first = call.waits_behind.filter(({ reason }) => reason === 'detour');
  if (first.length === 0) return null;
  return (
    <ul data-part="out-of-order">
      {first.map(({ call: number, minutes, dearer }) => (
        <li key={number}>{t('call.lowerFirst', { number, minutes: String(minutes), dearer: dearer ?? '' })}</li>
      ))}
    </ul>
  );
}

function Reasons({ call, words }: { readonly call: CallDetail; readonly words: (text: string) => string }) {
  if (call.allocation !== null || call.order === null) return null;
  if (call.unallocated === null) return <p className="quiet">{t('call.unplanned')}</p>;
  return (
    <ul>
      {call.unallocated.map(({ code, resource, text }) => (
        <li key={`${code} ${resource}`}>{words(text)}</li>
      ))}
      {call.remedies.length > 0 && (
        <li>
          {t('call.wouldHelp')}
          <ul>
            {call.remedies.map(({ kind, text }) => (
              <li key={kind}>{words(text)}</li>
            ))}
          </ul>
        </li>
      )}
    </ul>
  );
}

function Facts({
  call,
  siteName,
  at,
  words,
  name,
}: {
  readonly call: CallDetail;
  /** null: not known, as of a call that has ended. */
  readonly siteName: string | null;
  readonly at: (text: string | null) => string;
  readonly words: (text: string) => string;
  readonly name: (code: string) => string;
}) {
  const { order } = call;
  const hold = call.status === 'on-hold' ? call.holds.at(-1) : undefined;
  const facts: [string, string | null][] = [
    [
      t('fact.where'),
      `${siteName === null ? call.site : `${siteName} (${call.site})`}, ${call.device} (${call.model})`,
    ],
    [t('fact.what'), call.description],
    [t('fact.from'), call.contact],
    [t('fact.logged'), at(call.logged_at)],
    [t('fact.status'), named('status', call.status)],
    [t('fact.hold'), hold === undefined ? null : t('fact.holdSince', { reason: hold.reason, since: at(hold.from) })],
    [
      t('fact.appointment'),
      call.earliest === null && call.latest === null ? null : `${at(call.earliest)} – ${at(call.latest)}`,
    ],
    [
      t('fact.contract'),
      order === null ? call.contract : t('fact.regime', { contract: order.contract, regime: order.regime }),
    ],
    [t('fact.respond'), order === null ? null : at(order.respond_by)],
    [t('fact.fix'), order === null ? null : at(order.fix_by)],
    // What was done, also long after: a call that has ended has no place and no clock, but all of this.
    [t('fact.technician'), order === null && call.resource !== null ? name(call.resource) : null],
    [t('fact.responded'), call.responded_at === null ? null : at(call.responded_at)],
    [t('fact.fixed'), call.fixed_at === null ? null : at(call.fixed_at)],
    [t('fact.closed'), call.closed_at === null ? null : at(call.closed_at)],
    [t('fact.resolution'), call.resolution],
    [t('fact.emergency'), call.emergency],
    [t('fact.excuse'), call.excuse === null ? null : words(call.excuse)],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Everybody who could take it, cheapest first; costly to work out, so only for those who want to see it. */
function WhoElse({
  call,
  dispatch,
  version,
}: {
  readonly call: CallDetail;
  readonly dispatch: Dispatch;
  readonly version: string;
}) {
  const [open, setOpen] = useState(opened.has('who'));
  const { value } = useLoaded<Candidates>(open ? `calls/${encodeURIComponent(call.number)}/candidates` : null, version);
  const times = useTimes();
  const now = useNow(30);
  const { give, dialog } = useGiveCall(dispatch);
  return (
    <Folded title={t('call.who')} part="who" onOpen={setOpen}>
      {value === null ? (
        <p className="quiet">{t('app.loading')}</p>
      ) : (
        <ol className="candidates">
          {value.candidates.slice(0, NAMED).map((each) => (
            <li key={each.resource}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <div>
                  <strong>{each.name}</strong>
                  {each.present ? ` ${t('call.hasIt')}` : ''}
                  <CandidateFacts candidate={each} currency={value.currency} times={times} now={now} />
                </div>
                {each.present ? null : (
                  <Button
                    size="compact-xs"
                    variant="light"
                    color={each.possible ? 'blue' : 'gray'}
                    onClick={() => void give(call.number, each.resource)}
                  >
                    {t('call.give')}
                  </Button>
                )}
              </Group>
            </li>
          ))}
          {value.candidates.length > NAMED ? (
            <li className="quiet">{t('call.more', { count: value.candidates.length - NAMED })}</li>
          ) : null}
        </ol>
      )}
      {dialog}
    </Folded>
  );
}
