import { once } from 'node:events';
import type { Problem } from '#engine';

/** Progress and notes go to standard error, so that standard output stays one JSON document. */
export const progress = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

/** A problem as it is printed: a dataset's `field` is the name of a column. */
export function problemJson({ field, file, row, ...rest }: Problem): Record<string, unknown> {
  const where = file === undefined ? { field } : { file, row, [file.endsWith('.json') ? 'path' : 'column']: field };
  const { code, value, message, action } = rest;
  return { code, ...where, value, message, action };
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Prints an object some of whose fields are long lists, an item a line, without ever holding the whole text:
 * the plan of a million calls does not fit in one string.
 */
export async function printStreamed(fields: Readonly<Record<string, unknown>>): Promise<void> {
  const out = process.stdout;
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  let separator = '{';
  for (const [name, value] of Object.entries(fields)) {
    await write(`${separator}\n  ${JSON.stringify(name)}: `);
    separator = ',';
    if (isLazyList(value)) {
      let first = true;
      await write('[');
      for (const item of value) {
        await write(`${first ? '' : ','}\n    ${JSON.stringify(item)}`);
        first = false;
      }
      await write(first ? ']' : '\n  ]');
    } else await write(JSON.stringify(value));
  }
  await write('\n}\n');
}

const isLazyList = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;
