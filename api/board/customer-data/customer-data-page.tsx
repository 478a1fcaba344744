import './customer-data.css';
import { Button, Group, NativeSelect, NavLink } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useInAddress } from '../app/address.ts';
import { t } from '../app/messages.ts';
import { download } from '../data/download.ts';
import type { Tables } from '../data/types.ts';
import { useDatasetVersion } from '../data/use-dataset-version.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { sayRefused } from '../parts/notices.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { ImportData } from './import-data.tsx';
import { TableView } from './table-view.tsx';
import { tableWords } from './table-words.ts';

/** The tables of the customer data: looked at, edited row by row, brought in and taken out. */
export function CustomerDataPage() {
  const { version, changed } = useDatasetVersion();
  const list = useLoaded<{ tables: Tables }>('tables', version);
  const { value } = list;
  const [name, setName] = useInAddress('table');
  const narrow = useMediaQuery('(max-width: 60em)');
  const tables = value?.tables ?? [];
  const shown = tables.find((table) => table.name === name) ?? tables[0];
  return (
    <div className="page data-page">
      <header className="panel pad data-head">
        <h1>{t('data.title')}</h1>
        <Group gap="xs">
          <ImportData onImported={changed} />
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden="true" />}
            onClick={() => void download('datasets', 'application/zip', 'turnout-dataset.zip').catch(sayRefused)}
          >
            {t('data.export')}
          </Button>
        </Group>
      </header>
      {narrow ? (
        <NativeSelect
          label={t('data.tables')}
          value={shown?.name ?? ''}
          onChange={(event) => setName(event.currentTarget.value)}
          data={tables.map((table) => ({ value: table.name, label: `${tableWords(table.name)} (${table.rows})` }))}
        />
      ) : (
        <nav className="panel data-nav" aria-label={t('data.tables')}>
          {tables.map((table) => (
            <NavLink
              key={table.name}
              component="button"
              active={table.name === shown?.name}
              aria-current={table.name === shown?.name ? 'true' : undefined}
              label={tableWords(table.name)}
              rightSection={<span className="quiet tabular">{table.rows}</span>}
              onClick={() => setName(table.name)}
            />
          ))}
        </nav>
      )}
      {shown === undefined ? (
        <div className="panel">
          <Waiting of={list} />
        </div>
      ) : (
        <TableView key={shown.name} table={shown} version={version} onChanged={changed} />
      )}
    </div>
  );
}
