import { Button, Group, Pagination, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { download } from '../data/download.ts';
import type { TableInfo, TablePage, TableRow } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { sayRefused } from '../parts/notices.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { RowForm } from './row-form.tsx';
import { tableWords } from './table-words.ts';

/** Rows shown at once. */
const PAGE = 100;

/** One table: found by text, page by page; a row opens to be changed. */
export function TableView({
  table,
  version,
  onChanged,
}: {
  readonly table: TableInfo;
  readonly version: number;
  readonly onChanged: () => void;
}) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<TableRow | 'new' | null>(null);
  const search = `text=${encodeURIComponent(asked)}`;
  const loaded = useLoaded<TablePage>(
    `tables/${table.name}?${search}&limit=${PAGE}&from=${(page - 1) * PAGE}`,
    version,
  );
  const { value } = loaded;
  const rows = value?.rows ?? [];
  // Columns that nobody uses are left out of the view, not of the form.
  const columns = table.columns.filter(({ name, required }) => required || rows.some(({ cells }) => cells[name]));
  const pages = Math.ceil((value?.total ?? 0) / PAGE);
  // The last row of the last page was taken away.
  if (value !== null && page > Math.max(1, pages)) setPage(Math.max(1, pages));
  return (
    <section className="panel data-table" aria-labelledby="table-title">
      <header className="panel-head">
        <h2 id="table-title">{tableWords(table.name)}</h2>
        <p className="summary">{value === null ? '' : t('data.rows', { count: value.total })}</p>
        <TextInput
          size="xs"
          aria-label={t('data.find')}
          placeholder={t('data.find')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPage(1);
          }}
        />
        <Button size="xs" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setOpen('new')}>
          {t('data.add')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() =>
            void download(`tables/${table.name}?${search}`, 'text/csv', `${table.name}.csv`).catch(sayRefused)
          }
        >
          CSV
        </Button>
      </header>
      <section className="data-scroller" tabIndex={0} aria-labelledby="table-title">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('data.row')}</th>
              {columns.map(({ name }) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row}>
                <td>
                  <button
                    type="button"
                    className="link tabular"
                    aria-label={t('data.edit', { row: row.row, name: firstOf(table, row) })}
                    onClick={() => setOpen(row)}
                  >
                    {row.row}
                  </button>
                </td>
                {columns.map(({ name }) => (
                  <td key={name} title={row.cells[name]}>
                    {row.cells[name]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {value === null ? <Waiting of={loaded} /> : null}
        {value !== null && rows.length === 0 ? <p className="pad quiet">{t('data.empty')}</p> : null}
      </section>
      {pages > 1 ? (
        <Group justify="center" p="xs">
          <Pagination
            total={pages}
            value={page}
            onChange={setPage}
            size="sm"
            getItemProps={(each) => ({ 'aria-label': t('data.page', { page: each }) })}
            getControlProps={(control) => ({ 'aria-label': t(control === 'next' ? 'data.next' : 'data.previous') })}
          />
        </Group>
      ) : null}
      {open === null ? null : (
        <RowForm
          table={table}
          row={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            onChanged();
          }}
        />
      )}
    </section>
  );
}

const firstOf = (table: TableInfo, row: TableRow): string => row.cells[table.columns[0]?.name ?? ''] ?? '';
