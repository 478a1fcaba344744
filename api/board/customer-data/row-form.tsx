import { Alert, Autocomplete, Button, Drawer, Group, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { type FieldProblem, post, Refused } from '../data/api.ts';
import type { TableInfo, TablePage, TableRow } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { useNameField } from '../parts/name-field.tsx';
import { useReturnedFocus } from '../parts/use-returned-focus.ts';
import { ProblemList } from './problem-list.tsx';
import { tableWords } from './table-words.ts';

/** A row with all its cells; what is wrong stands at the cell, or above where it lies in other tables. */
export function RowForm({
  table,
  row,
  onClose,
  onSaved,
}: {
  readonly table: TableInfo;
  /** null: a new one. */
  readonly row: TableRow | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const [cells, setCells] = useState<Readonly<Record<string, string>>>(row?.cells ?? {});
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const name = useNameField();
  useReturnedFocus();
  const file = `${table.name}.csv`;
  const isOwn = (problem: FieldProblem) =>
    (problem.file === undefined || problem.file === file) &&
    (problem.row === undefined || row === null || problem.row === row.row);
  const errorOf = (column: string) =>
    problems
      .filter((problem) => problem.field === column && isOwn(problem))
      .map((problem) => [problem.message, problem.action].filter(Boolean).join(' '))
      .join(' ') || null;
  const others = problems.filter(
    (problem) => !isOwn(problem) || !table.columns.some((column) => column.name === problem.field),
  );

  async function send(change: object): Promise<void> {
    const who = name.keep();
    setBusy(true);
    setProblems([]);
    setFailure(null);
    try {
      await post(`tables/${table.name}`, { ...change, who });
      notifications.show({ message: t('data.saved') });
      onSaved();
    } catch (error) {
      if (error instanceof Refused) {
        setProblems(error.problems);
        setFailure(error.message);
      } else setFailure(t('data.unanswered'));
    }
    setBusy(false);
  }
  const filled = Object.fromEntries(Object.entries(cells).filter(([, text]) => text.trim() !== ''));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={
        row === null
          ? t('data.new', { table: tableWords(table.name) })
          : t('data.rowOf', { row: row.row, table: tableWords(table.name) })
      }
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(
            row === null
              ? { change: 'add', cells: filled }
              : { change: 'replace', row: row.row, was: row.cells, cells: filled },
          );
        }}
      >
        <Stack gap="sm">
          {failure === null ? null : (
            <Alert color="red" role="alert" title={t('data.notSaved')}>
              {failure}
              <ProblemList problems={others} />
            </Alert>
          )}
          {table.columns.map(({ name: column, required, references }, index) => {
            const field = {
              ...{ label: column, required, error: errorOf(column), 'data-autofocus': index === 0 ? true : undefined },
              value: cells[column] ?? '',
            };
            const set = (text: string) => setCells((before) => ({ ...before, [column]: text }));
            return references === null ? (
              <TextInput key={column} {...field} onChange={(event) => set(event.currentTarget.value)} />
            ) : (
              <CodeInput key={column} {...field} references={references} onChange={set} />
            );
          })}
          {name.field}
          <Group justify="space-between">
            <Group>
              <Button type="submit" loading={busy} disabled={name.who === ''}>
                {t('data.save')}
              </Button>
              <Button variant="default" onClick={onClose}>
                {t('give.cancel')}
              </Button>
            </Group>
            {row === null ? null : removing ? (
              <Button
                color="red"
                disabled={name.who === ''}
                onClick={() => void send({ change: 'remove', row: row.row, was: row.cells })}
              >
                {t('data.removeSure')}
              </Button>
            ) : (
              <Button color="red" variant="outline" onClick={() => setRemoving(true)}>
                {t('data.remove')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

/** A code, or several with `;`, of another table: those that fit the last one are offered. */
function CodeInput({
  references,
  value,
  onChange,
  ...field
}: {
  readonly label: string;
  readonly required: boolean;
  readonly error: string | null;
  readonly references: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const [asked] = useDebouncedValue(value, 200);
  const [active, setActive] = useState(false);
  const before = value.includes(';') ? value.slice(0, value.lastIndexOf(';') + 1) : '';
  const last = asked.slice(asked.lastIndexOf(';') + 1).trim();
  const { value: page } = useLoaded<TablePage>(
    active ? `tables/${references}?limit=20&text=${encodeURIComponent(last)}` : null,
  );
  return (
    <Autocomplete
      {...field}
      value={value}
      onChange={onChange}
      onFocus={() => setActive(true)}
      data={[...new Set(page?.rows.map(({ cells }) => before + (cells.code ?? '')) ?? [])]}
      filter={({ options }) => options}
    />
  );
}
