import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** A column of a table of evidence. */
export interface Column<T> {
  readonly title: string;
  readonly right?: boolean;
  readonly cell: (row: T) => ReactNode;
}

/** Calls, clocks or stretches that stand behind a figure; nothing where there are none. */
export function EvidenceTable<T>({
  columns,
  rows,
  keyOf,
}: {
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}) {
  if (rows.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, right = false }) => (
              <Table.Th key={title} ta={right ? 'right' : 'left'}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map(({ title, right = false, cell }) => (
                <Table.Td key={title} {...(right ? { ta: 'right', className: 'tabular' } : {})}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
