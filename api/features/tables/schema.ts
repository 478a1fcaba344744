import { z } from 'zod';
import { TABLE_NAMES } from '#engine';
import { limitField, lineField } from '../../platform/http/fields.ts';

const cells = z.record(z.string().max(100), z.string().max(200_000)).meta({
  description: 'Text of each cell by column, as it would stand in the dataset’s file; blank ones may be left out.',
});
const row = z.int().min(2).meta({ description: 'As in a spreadsheet, the header being row 1.' });

export const tableParams = z.strictObject({ table: z.enum(TABLE_NAMES) });
export const tableQuery = z.strictObject({
  text: z.string().max(200).optional().meta({ description: 'Found in any cell.' }),
  from: z
    .string()
    .regex(/^\d{1,9}$/, 'Must be a whole number')
    .transform(Number)
    .optional()
    .meta({ description: 'Rows of the result to pass over.' }),
  limit: limitField(1000, 200),
});

export const rowChangeBody = z
  .discriminatedUnion('change', [
    z.strictObject({ change: z.literal('add'), cells, who: lineField(200) }),
    z.strictObject({ change: z.literal('replace'), row, was: cells, cells, who: lineField(200) }),
    z.strictObject({ change: z.literal('remove'), row, was: cells, who: lineField(200) }),
  ])
  .meta({ description: '`was` is the row as it was shown: another one by now is refused.' });
export type RowChangeBody = z.output<typeof rowChangeBody>;

export const tablesSchema = z
  .object({
    tables: z.array(
      z.object({
        name: z.enum(TABLE_NAMES),
        key: z.string().nullable(),
        rows: z.int(),
        editable: z.boolean(),
        columns: z.array(
          z.object({ name: z.string(), required: z.boolean(), references: z.enum(TABLE_NAMES).nullable() }),
        ),
      }),
    ),
  })
  .meta({ id: 'Tables' });

export const tablePageSchema = z
  .object({
    name: z.enum(TABLE_NAMES),
    total: z.int().meta({ description: 'Rows that the text is found in.' }),
    rows: z.array(z.object({ row: z.int(), cells: z.record(z.string(), z.string()) })),
  })
  .meta({ id: 'TablePage' });

export const rowChangedSchema = z.object({ table: z.enum(TABLE_NAMES), row: z.int().nullable(), rows: z.int() });
