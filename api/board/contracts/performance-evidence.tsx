import { t } from '../app/messages.ts';
import { useTimes } from '../app/times-context.tsx';
import { useLoaded } from '../data/use-loaded.ts';
import { CallLink } from '../parts/call-link.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { type Column, EvidenceTable } from './evidence-table.tsx';
import { hours } from './hours.ts';
import type { Clocks, Downtime } from './types.ts';

/** Rows shown; the API has them all, page by page. */
const SHOWN = 200;

/** The missed clocks and the downtime behind the figures, each with its calls. */
export function PerformanceEvidence({
  base,
  query,
  version,
}: {
  readonly base: string;
  readonly query: string;
  readonly version: string;
}) {
  const times = useTimes();
  const at = (text: string | null) =>
    text === null ? '–' : `${times.day(Date.parse(text))} ${times.time(Date.parse(text))}`;
  const clocks = useLoaded<Clocks>(`${base}/clocks?${query}&outcome=missed&limit=${SHOWN}`, version);
  const downtime = useLoaded<Downtime>(`${base}/downtime?${query}&limit=${SHOWN}`, version);
  const [missed, down] = [clocks.value, downtime.value];
  const ofClocks: Column<Clocks['clocks'][number]>[] = [
    { title: t('evidence.call'), cell: ({ call }) => <CallLink number={call} /> },
    { title: t('evidence.device'), cell: ({ device }) => device },
    { title: t('evidence.clock'), cell: ({ clock }) => t(`clock.${clock}`) },
    { title: t('evidence.deadline'), cell: ({ deadline }) => at(deadline) },
    { title: t('evidence.event'), cell: ({ event }) => at(event) },
    { title: t('evidence.late'), cell: ({ late }) => hours(late) },
  ];
  const ofDowntime: Column<Downtime['down'][number]>[] = [
    { title: t('evidence.device'), cell: ({ code }) => code },
    { title: t('evidence.downtime'), cell: (row) => hours(row.downtime) },
    {
      title: t('evidence.intervals'),
      cell: ({ intervals }) =>
        intervals.map(({ from, to, calls }) => (
          <div key={from}>
            {at(from)} – {at(to)}{' '}
            {calls.map((number) => (
              <CallLink key={number} number={number} />
            ))}
          </div>
        )),
    },
  ];
  return (
    <>
      <h3>{t('evidence.missed', { count: missed === null ? '…' : more(missed.clocks.length, missed.next) })}</h3>
      {missed === null ? (
        <Waiting of={clocks} />
      ) : (
        <EvidenceTable columns={ofClocks} rows={missed.clocks} keyOf={({ call, clock }) => `${call} ${clock}`} />
      )}
      <h3>{t('evidence.down', { count: down === null ? '…' : more(down.down.length, down.next) })}</h3>
      {down === null ? (
        <Waiting of={downtime} />
      ) : (
        <EvidenceTable columns={ofDowntime} rows={down.down} keyOf={({ kind, code }) => `${kind} ${code}`} />
      )}
    </>
  );
}

const more = (count: number, next: string | null): string => (next === null ? String(count) : `${count}+`);
