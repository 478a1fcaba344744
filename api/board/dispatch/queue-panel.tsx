import './queue.css';
import { NativeSelect, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../app/messages.ts';
import { isTyping } from '../app/shortcuts.tsx';
import { useNow, useTimes } from '../app/times-context.tsx';
import type { Dispatch } from '../data/dispatch-store.ts';
import { clockOf } from '../parts/face.tsx';
import { clockState } from '../time/countdown.ts';
import { EndedCalls } from './ended-calls.tsx';
import { QueueRow } from './queue-row.tsx';
import { whoComes } from './who-comes.ts';

/** Four lines. */
const ROW = 80;
/** Rows above and below those in sight that are kept ready. */
const SPARE = 8;

type Filter = 'all' | 'missed' | 'soon' | 'nobody';

/** The ordered queue: virtual, so that ten thousand calls are no more work than twenty. */
export function QueuePanel({
  dispatch,
  chosen,
  territory,
  onChoose,
  onTerritory,
}: {
  readonly dispatch: Dispatch;
  readonly chosen: string | null;
  readonly territory: string;
  readonly onChoose: (number: string) => void;
  readonly onTerritory: (code: string) => void;
}) {
  const times = useTimes();
  const now = useNow();
  const minute = useNow(30);
  const [wanted, setWanted] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);

  const states = useMemo(() => statesOf(dispatch, minute), [dispatch, minute]);
  const shown = useMemo(
    () => dispatch.order.filter((number) => passes(number, filter, wanted.trim().toLowerCase(), dispatch, states)),
    [dispatch, states, filter, wanted],
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: SPARE,
    getItemKey: (index) => shown[index] ?? index,
  });
  useKeptPlace(scroller, shown, rows.range?.startIndex ?? 0);

  const step = (by: number | 'first') => {
    const from = chosen === null ? -1 : shown.indexOf(chosen);
    const to = by === 'first' ? 0 : Math.max(0, Math.min(shown.length - 1, from + by));
    const next = shown[to];
    if (next === undefined) return;
    onChoose(next);
    rows.scrollToIndex(to, { align: 'auto' });
  };
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: 'first' as const }[event.key];
    if (by === undefined || isTyping(event.nativeEvent)) return;
    event.preventDefault();
    step(by);
  };
  useEffect(() => {
    const find = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      search.current?.focus();
    };
    addEventListener('keydown', find);
    return () => removeEventListener('keydown', find);
  }, []);
  useEffect(() => {
    document.title = states.missed > 0 ? `(${t('queue.title.missed', { count: states.missed })}) Turnout` : 'Turnout';
    return () => {
      document.title = 'Turnout';
    };
  }, [states.missed]);

  return (
    <section className="panel queue-panel" aria-labelledby="queue-title">
      <header className="panel-head">
        <h2 id="queue-title">{t('queue.title')}</h2>
        <p className="summary" id="queue-summary">
          {t('queue.summary', { open: dispatch.order.length })}
        </p>
      </header>
      <div className="queue-tools">
        <TextInput
          ref={search}
          size="xs"
          type="search"
          placeholder={t('queue.find')}
          aria-label={t('queue.find')}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          aria-label={t('app.territory')}
          value={territory}
          onChange={(event) => onTerritory(event.currentTarget.value)}
          data={[
            { value: '', label: t('app.territory.all') },
            ...dispatch.territories.map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
      </div>
      <fieldset className="queue-filters">
        <legend className="unseen">{t('queue.filter')}</legend>
        {(['all', 'missed', 'soon', 'nobody'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={filter === each}
            onClick={() => setFilter(each)}
            className={`chip ${each}`}
          >
            {t(`queue.filter.${each}`, { count: each === 'all' ? dispatch.order.length : states[each] })}
          </button>
        ))}
      </fieldset>
      <p className="unseen" aria-live="polite">
        {dispatch.news[0] === undefined ? '' : t('queue.news', { number: dispatch.news[0] })}
      </p>
      <div
        className="queue-scroller"
        ref={scroller}
        onKeyDown={onKey}
        tabIndex={0}
        role="group"
        aria-label={t('queue.list')}
      >
        <ol className="queue-rows" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ key, index, start }) => {
            const number = shown[index]!;
            const call = dispatch.rows.get(number);
            return (
              <li key={key} className="queue-item" style={{ transform: `translateY(${start}px)`, height: ROW }}>
                {call === undefined ? (
                  <span className="quiet">{number}</span>
                ) : (
                  <QueueRow
                    call={call}
                    place={dispatch.places.get(number) ?? call.position}
                    now={now}
                    times={times}
                    chosen={number === chosen}
                    mark={dispatch.marks.get(number) ?? null}
                    comes={whoComes(call, dispatch, times, now)}
                    onChoose={onChoose}
                  />
                )}
              </li>
            );
          })}
        </ol>
        {dispatch.loaded && shown.length === 0 ? <p className="quiet pad">{t('queue.empty')}</p> : null}
        {dispatch.loaded ? null : <p className="quiet pad">{t('app.loading')}</p>}
        <EndedCalls wanted={wanted} />
      </div>
    </section>
  );
}

interface States {
  readonly missed: number;
  readonly soon: number;
  readonly nobody: number;
  readonly of: ReadonlyMap<string, ReadonlySet<Filter>>;
}

/** Which calls are missed, soon due or with nobody, half a minute exact. */
function statesOf({ rows, allocations }: Dispatch, now: number): States {
  const of = new Map<string, Set<Filter>>();
  const counts = { missed: 0, soon: 0, nobody: 0 };
  for (const call of rows.values()) {
    const state = clockState(clockOf(call), now);
    const its = new Set<Filter>();
    if (state === 'red') its.add('missed');
    if (state === 'amber') its.add('soon');
    const served = call.resource !== null || allocations.has(call.number);
    if (!served && call.duplicate_of === null && call.on_hold === null) its.add('nobody');
    for (const each of its) if (each !== 'all') counts[each] += 1;
    of.set(call.number, its);
  }
  return { ...counts, of };
}

function passes(number: string, filter: Filter, wanted: string, { rows }: Dispatch, { of }: States): boolean {
  if (filter !== 'all' && !of.get(number)?.has(filter)) return false;
  if (wanted === '') return true;
  const call = rows.get(number);
  const text =
    call === undefined
      ? number
      : `${number} ${call.site_name} ${call.site} ${call.device} ${call.description} ${call.contract}`;
  return text.toLowerCase().includes(wanted);
}

/** Calls that come in above leave those in sight where they are, unless the reader is at the top. */
function useKeptPlace(
  scroller: { readonly current: HTMLElement | null },
  shown: readonly string[],
  first: number,
): void {
  const anchor = useRef<{ readonly number: string; readonly index: number } | null>(null);
  const before = useRef(shown);
  useEffect(() => {
    const held = anchor.current;
    if (before.current !== shown && held !== null && scroller.current !== null && scroller.current.scrollTop > 0) {
      const index = shown.indexOf(held.number);
      if (index >= 0 && index !== held.index) scroller.current.scrollTop += (index - held.index) * ROW;
    }
    before.current = shown;
    const number = shown[first];
    anchor.current = number === undefined ? null : { number, index: first };
  }, [shown, first, scroller]);
}
