import { Breadcrumbs, SegmentedControl, Table } from '@mantine/core';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { Waiting } from '../parts/waiting.tsx';
import { hours } from './hours.ts';
import { PerformanceChart } from './performance-chart.tsx';
import { PerformanceEvidence } from './performance-evidence.tsx';
import type { Contract, Performance } from './types.ts';
import { useLiveVersion } from './use-live-version.ts';

const PARTS = ['site', 'zone', 'model', 'group', 'device'] as const;
type Part = (typeof PARTS)[number];

/** Figures of the period, as numbers and as a curve, down to site, device, call and minute. */
export function PerformanceTab({ contract, period }: { readonly contract: Contract; readonly period: string }) {
  const [part, setPart] = useState<Part>('site');
  const [scope, setScope] = useState<{ readonly kind: Part; readonly code: string } | null>(null);
  const version = useLiveVersion(contract.code);
  const within = scope === null ? '' : `&${scope.kind}=${encodeURIComponent(scope.code)}`;
  // Of one site, zone, model or group the parts are its devices; a device has none.
  const by = scope === null ? part : scope.kind === 'device' ? null : 'device';
  const base = `contracts/${encodeURIComponent(contract.code)}/performance`;
  const query = `period=${period}${within}`;
  const loaded = useLoaded<Performance>(
    `${base}?${query}&step=${contract.payment_period === 'year' ? 'week' : 'day'}${by === null ? '' : `&by=${by}`}`,
    version,
  );
  const { value } = loaded;
  if (value === null) return <Waiting of={loaded} />;
  const { figures, targets, rows, series } = value;
  return (
    <div className="tab-body">
      <Breadcrumbs className="crumbs">
        <button type="button" className="link" onClick={() => setScope(null)}>
          {contract.name ?? contract.code}
        </button>
        {scope === null ? null : (
          <span>
            {t(`part.${scope.kind}`)} {value.scope.name ?? scope.code}
          </span>
        )}
      </Breadcrumbs>
      <div className="figures">
        <Figure
          name={t('figure.respond')}
          percent={figures.respond.percent}
          text={rateText(figures.respond)}
          target={null}
        />
        <Figure name={t('figure.fix')} percent={figures.fix.percent} text={rateText(figures.fix)} target={null} />
        <Figure
          name={t('figure.availability')}
          percent={figures.availability.percent}
          text={t('figure.down', {
            down: hours(figures.availability.downtime),
            service: hours(figures.availability.service_time),
          })}
          target={targets.availability}
        />
      </div>
      {series === null ? null : (
        <PerformanceChart
          series={series.filter(({ from }) => from <= value.now)}
          target={targets.availability}
          zone={value.time_zone}
        />
      )}
      {rows === null ? null : (
        <>
          <div className="row-head">
            <h3>{t(scope === null ? 'performance.parts' : 'performance.devices')}</h3>
            {scope === null ? (
              <SegmentedControl
                size="xs"
                value={part}
                aria-label={t('performance.by')}
                onChange={(next) => setPart(next as Part)}
                data={PARTS.map((each) => ({ value: each, label: t(`part.${each}`) }))}
              />
            ) : null}
          </div>
          <Table.ScrollContainer minWidth={560}>
            <Table striped highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t(`part.${by ?? 'device'}`)}</Table.Th>
                  <Table.Th ta="right">{t('figure.respond')}</Table.Th>
                  <Table.Th ta="right">{t('figure.fix')}</Table.Th>
                  <Table.Th ta="right">{t('figure.availability')}</Table.Th>
                  <Table.Th ta="right">{t('figure.downtime')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows
                  .toSorted((a, b) => (a.availability.percent ?? 101) - (b.availability.percent ?? 101))
                  .map((row) => (
                    <Table.Tr key={row.code}>
                      <Table.Td>
                        <button
                          type="button"
                          className="link"
                          onClick={() => setScope({ kind: by ?? 'device', code: row.code })}
                        >
                          {row.name ?? row.code}
                        </button>
                      </Table.Td>
                      <Table.Td ta="right">{percent(row.respond.percent)}</Table.Td>
                      <Table.Td ta="right">{percent(row.fix.percent)}</Table.Td>
                      <Table.Td ta="right">{percent(row.availability.percent)}</Table.Td>
                      <Table.Td ta="right">{hours(row.availability.downtime)}</Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
      <PerformanceEvidence base={base} query={query} version={version} />
    </div>
  );
}

function Figure({
  name,
  percent: value,
  text,
  target,
}: {
  readonly name: string;
  readonly percent: number | null;
  readonly text: string;
  readonly target: number | null;
}) {
  const state = value === null || target === null ? 'none' : value >= target ? 'green' : 'red';
  return (
    <div className={`figure ${state}`}>
      <span className="figure-name">{name}</span>
      <strong>{percent(value)}</strong>
      {target === null ? null : (
        <span className={`face ${state}`}>{t(state === 'red' ? 'figure.under' : 'figure.over', { target })}</span>
      )}
      <span className="quiet">{text}</span>
    </div>
  );
}

const percent = (value: number | null): string => (value === null ? t('figure.nothing') : `${value.toFixed(2)} %`);

const rateText = ({ met, missed, open, excused }: Performance['figures']['respond']): string =>
  [
    t('figure.met', { met, missed }),
    open > 0 ? t('figure.open', { open }) : '',
    excused > 0 ? t('figure.excused', { excused }) : '',
  ]
    .filter((text) => text !== '')
    .join(', ');
