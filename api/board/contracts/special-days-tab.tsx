import { ActionIcon, Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { useDatasetVersion } from '../data/use-dataset-version.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { Waiting } from '../parts/waiting.tsx';
import { daysOfMonth, monthOf } from './month.ts';
import { periodBefore } from './period.ts';
import { SpecialDayForm } from './special-day-form.tsx';
import { covers, newSpecialDay, type SpecialDayRow } from './special-days.ts';
import type { Contract, Performance } from './types.ts';

/** Special days of the contract's sites, a month at a glance; each can be changed, and what a change pays is shown before. */
export function SpecialDaysTab({ contract, period }: { readonly contract: Contract; readonly period: string }) {
  const [month, setMonth] = useState(monthOf(period));
  const [edited, setEdited] = useState<SpecialDayRow | null>(null);
  const { version, changed } = useDatasetVersion();
  const sites = useLoaded<Performance>(
    `contracts/${encodeURIComponent(contract.code)}/performance?period=${period}&by=site`,
  );
  const days = useLoaded<{ total: number; rows: SpecialDayRow[] }>('tables/special_days?limit=1000', version);
  if (sites.value === null) return <Waiting of={sites} />;
  if (days.value === null) return <Waiting of={days} />;
  const table = days.value;
  const names = new Map((sites.value.rows ?? []).map(({ code, name }) => [code, name ?? code]));
  const own = table.rows.filter(({ cells }) => names.has(cells.site ?? ''));
  return (
    <div className="tab-body">
      <Group className="row-head">
        <Group gap="xs">
          <ActionIcon
            variant="default"
            aria-label={t('special.before')}
            onClick={() => setMonth(periodBefore(month, 1))}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h3 aria-live="polite">{month}</h3>
          <ActionIcon
            variant="default"
            aria-label={t('special.after')}
            onClick={() => setMonth(periodBefore(month, -1))}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
        </Group>
        <Button size="xs" onClick={() => setEdited(newSpecialDay(`${month}-01`, [...names.keys()][0] ?? ''))}>
          {t('special.add')}
        </Button>
      </Group>
      <p className="quiet">
        ◆ {t('special.effect.service-affecting')} · ○ {t('special.effect.non-service-affecting')}
      </p>
      <ol className="month">
        {daysOfMonth(month).map(({ date, weekday, inMonth }) => {
          const here = own.filter((row) => covers(row, date));
          return (
            <li key={date} className={inMonth ? 'day' : 'day outside'}>
              <span className="date">
                {weekday} {Number(date.slice(8))}
              </span>
              {here.map((row) => (
                <button
                  key={row.row}
                  type="button"
                  className={`special ${row.cells.effect}`}
                  onClick={() => setEdited(row)}
                >
                  {row.cells.effect === 'service-affecting' ? '◆' : '○'} {names.get(row.cells.site ?? '')}
                  {row.cells.label ? `: ${row.cells.label}` : ''}
                </button>
              ))}
            </li>
          );
        })}
      </ol>
      {table.total > table.rows.length ? (
        <p className="quiet">{t('special.more', { shown: table.rows.length, total: table.total })}</p>
      ) : null}
      <SpecialDayForm
        key={edited === null ? 'none' : `${edited.row} ${edited.cells.from}`}
        row={edited}
        contract={contract}
        period={period}
        sites={names}
        all={own}
        onClose={() => setEdited(null)}
        onSaved={() => {
          setEdited(null);
          changed();
        }}
      />
    </div>
  );
}
