import { Anchor, Group, Table } from '@mantine/core';
import { t } from '../app/messages.ts';
import { useTimes } from '../app/times-context.tsx';
import { useLoaded } from '../data/use-loaded.ts';
import { CallLink } from '../parts/call-link.tsx';
import { grouped } from '../parts/money.ts';
import { Waiting } from '../parts/waiting.tsx';
import { type Column, EvidenceTable } from './evidence-table.tsx';
import type { Contract, Statement, StatementLine } from './types.ts';
import { useLiveVersion } from './use-live-version.ts';

/** What the period pays, line by line with its evidence; while it runs, how it will end and what can still change it. */
export function StatementTab({
  contract,
  period,
  running,
}: {
  readonly contract: Contract;
  readonly period: string;
  readonly running: boolean;
}) {
  const version = useLiveVersion(contract.code);
  const times = useTimes();
  const path = `contracts/${encodeURIComponent(contract.code)}/statements/${period}`;
  const loaded = useLoaded<Statement>(path, running ? version : 0);
  const { value } = loaded;
  if (value === null) return <Waiting of={loaded} />;
  const money = (amount: string) => `${grouped(amount)} ${value.currency}`;
  const at = (text: string | null) =>
    text === null ? '–' : `${times.day(Date.parse(text))} ${times.time(Date.parse(text))}`;
  const ofOpen: Column<NonNullable<Statement['open_calls']>[number]>[] = [
    { title: t('statement.call'), cell: ({ call }) => <CallLink number={call} /> },
    { title: t('statement.device'), cell: ({ device }) => device },
    {
      title: t('statement.by'),
      cell: ({ clock, by }) => `${clock === null ? '' : `${t(`clock.${clock}`)} `}${at(by)}`,
    },
    { title: t('statement.planned'), cell: (row) => at(row.planned_finish) },
    { title: t('statement.stake'), right: true, cell: (row) => money(row.at_stake) },
  ];
  return (
    <div className="tab-body">
      <Group gap="sm" className="row-head">
        <h3>
          {t('statement.title', { period: value.period, from: value.first_day, to: value.last_day })}{' '}
          <span className={value.provisional ? 'state-mark provisional' : 'state-mark'}>
            {value.provisional
              ? t('statement.provisional')
              : value.version === null
                ? t('statement.ended')
                : t('statement.version', { version: value.version })}
          </span>
        </h3>
        <Group gap="sm">
          <Anchor href={`${path}?format=html`} target="_blank" size="sm">
            {t('statement.print')}
          </Anchor>
          <Anchor href={`${path}?format=pdf`} size="sm">
            PDF
          </Anchor>
          <Anchor href={`${path}?format=csv`} size="sm">
            CSV
          </Anchor>
        </Group>
      </Group>
      <div className="figures">
        <Sum name={t('statement.fee')} amount={money(value.base_fee)} />
        <Sum name={t('statement.bonus')} amount={money(value.bonus)} state={isNone(value.bonus) ? 'none' : 'green'} />
        <Sum
          name={t('statement.abatement')}
          amount={money(value.abatement)}
          state={isNone(value.abatement) ? 'none' : 'red'}
        />
        <Sum name={t('statement.total')} amount={money(value.total)} />
        {value.forecast === null ? null : <Sum name={t('statement.forecast')} amount={money(value.forecast.total)} />}
      </div>
      <Table.ScrollContainer minWidth={620}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('statement.line')}</Table.Th>
              <Table.Th>{t('statement.measured')}</Table.Th>
              <Table.Th>{t('statement.rule')}</Table.Th>
              <Table.Th ta="right">{t('statement.amount')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {value.lines.map((line, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own; they are made anew together
              <Table.Tr key={k}>
                <Table.Td>
                  {line.name ?? line.measure ?? t(`line.${line.kind}`)}
                  {line.scope === null ? '' : ` · ${line.scope}`}
                  <LineEvidence line={line} at={at} currency={value.currency} />
                </Table.Td>
                <Table.Td>
                  {line.measured === null ? '' : `${shorter(line.looked_up ?? line.measured)} ${line.unit}`}
                </Table.Td>
                <Table.Td>{line.rule}</Table.Td>
                <Table.Td ta="right" className={line.amount.startsWith('-') ? 'face red tabular' : 'tabular'}>
                  {grouped(line.amount)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th colSpan={3}>{t('statement.total')}</Table.Th>
              <Table.Th ta="right" className="tabular amount">
                {money(value.total)}
              </Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
      {value.open_calls === null ? null : (
        <>
          <h3>{t('statement.open', { count: value.open_calls.length })}</h3>
          {value.open_calls.length === 0 ? (
            <p className="quiet">{t('statement.openNone')}</p>
          ) : (
            <EvidenceTable columns={ofOpen} rows={value.open_calls} keyOf={({ call, clock }) => `${call} ${clock}`} />
          )}
        </>
      )}
    </div>
  );
}

function Sum({
  name,
  amount,
  state = 'none',
}: {
  readonly name: string;
  readonly amount: string;
  readonly state?: 'none' | 'green' | 'red';
}) {
  return (
    <div className={`figure ${state}`}>
      <span className="figure-name">{name}</span>
      <strong>{amount}</strong>
    </div>
  );
}

function LineEvidence({
  line,
  at,
  currency,
}: {
  readonly line: StatementLine;
  readonly at: (text: string | null) => string;
  readonly currency: string;
}) {
  if (line.evidence.length === 0) return null;
  return (
    <details>
      <summary>{t('statement.evidence', { count: line.evidence.length })}</summary>
      <ul>
        {line.evidence.map((each, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no name of its own; it is made anew together
          <li key={k}>
            {each.calls.map((number) => (
              <CallLink key={number} number={number} />
            ))}{' '}
            {each.device}
            {each.clock === null
              ? ''
              : `, ${t('statement.clock', { clock: t(`clock.${each.clock}`), by: at(each.deadline), event: at(each.event) })}`}
            {each.hours == null ? '' : `, ${t('statement.hours', { hours: each.hours })}`}
            {each.from === null ? '' : `, ${at(each.from)} – ${at(each.to)}`}
            {each.amount === null ? '' : `: ${grouped(each.amount)} ${currency}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

const isNone = (amount: string): boolean => Number(amount) === 0;
/** `97.3400000000` is `97.34` to a reader. */
const shorter = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);
