import { Table } from '@mantine/core';
import { t } from '../app/messages.ts';
import { useTimes } from '../app/times-context.tsx';
import { useLoaded } from '../data/use-loaded.ts';
import { CallLink } from '../parts/call-link.tsx';
import { hours } from './hours.ts';
import type { Clocks, Downtime } from './types.ts';

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
  const missed = useLoaded<Clocks>(`${base}/clocks?${query}&outcome=missed&limit=200`, version).value;
  const down = useLoaded<Downtime>(`${base}/downtime?${query}&limit=200`, version).value;
  return (
    <>
      <h3>{t('evidence.missed', { count: missed === null ? '…' : more(missed.clocks.length, missed.next) })}</h3>
      {missed === null || missed.clocks.length === 0 ? null : (
        <Table.ScrollContainer minWidth={620}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                {(['call', 'device', 'clock', 'deadline', 'event', 'late'] as const).map((name) => (
                  <Table.Th key={name}>{t(`evidence.${name}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {missed.clocks.map((each) => (
                <Table.Tr key={`${each.call} ${each.clock}`}>
                  <Table.Td>
                    <CallLink number={each.call} />
                  </Table.Td>
                  <Table.Td>{each.device}</Table.Td>
                  <Table.Td>{t(`clock.${each.clock}`)}</Table.Td>
                  <Table.Td>{at(each.deadline)}</Table.Td>
                  <Table.Td>{at(each.event)}</Table.Td>
                  <Table.Td>{hours(each.late)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <h3>{t('evidence.down', { count: down === null ? '…' : more(down.down.length, down.next) })}</h3>
      {down === null || down.down.length === 0 ? null : (
        <Table.ScrollContainer minWidth={620}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                {(['device', 'downtime', 'intervals'] as const).map((name) => (
                  <Table.Th key={name}>{t(`evidence.${name}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {down.down.map((each) => (
                <Table.Tr key={`${each.kind} ${each.code}`}>
                  <Table.Td>{each.code}</Table.Td>
                  <Table.Td>{hours(each.downtime)}</Table.Td>
                  <Table.Td>
                    {each.intervals.map(({ from, to, calls }) => (
                      <div key={from}>
                        {at(from)} – {at(to)}{' '}
                        {calls.map((number) => (
                          <CallLink key={number} number={number} />
                        ))}
                      </div>
                    ))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}

const more = (count: number, next: string | null): string => (next === null ? String(count) : `${count}+`);
