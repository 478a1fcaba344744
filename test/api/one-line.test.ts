import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ZodType } from 'zod';
import { codeField } from '../../api/platform/http/fields.ts';
import { problemsOf, withCell } from '../dataset/tiny.ts';

/** Fields of one line, wherever a body has them. */
const ONE_LINE = new Set(['who', 'name', 'reason', 'resource', 'territory', 'device', 'site', 'calendar', 'contract']);
const HOSTILE = ['a\r\nBEGIN:VEVENT', 'a\nb', 'a\tb', 'a\u0000b', 'a\u007fb', 'a\u0085b', 'a\u2028b'];
const FEATURES = join(import.meta.dirname, '../../api/features');
/** Where shapes of bodies and queries stand. */
const SCHEMAS = readdirSync(FEATURES).flatMap((feature) =>
  readdirSync(join(FEATURES, feature))
    .filter((name) => /schemas?\.ts$/.test(name))
    .map((name) => join(FEATURES, feature, name)),
);

/** Every field of a schema and of the schemas in it, with what reads it. */
function* fieldsOf(schema: unknown, seen = new Set<unknown>()): Generator<[string, ZodType]> {
  if (!(schema instanceof ZodType) || seen.has(schema)) return;
  seen.add(schema);
  const { shape, element, options, innerType, in: from } = (schema as unknown as { def: Record<string, unknown> }).def;
  for (const [name, field] of Object.entries((shape ?? {}) as Record<string, ZodType>)) {
    yield [name, field];
    yield* fieldsOf(field, seen);
  }
  for (const inner of [element, innerType, from, ...((options ?? []) as unknown[])]) yield* fieldsOf(inner, seen);
}

describe('rule: no control characters in fields of one line', () => {
  it('every body and query refuses them', async () => {
    let looked = 0;
    for (const file of SCHEMAS) {
      const exported = Object.entries((await import(file)) as Record<string, unknown>);
      for (const [name, schema] of exported.filter(([each]) => /(Body|Query|Params)$/.test(each))) {
        for (const [field, type] of fieldsOf(schema)) {
          if (!ONE_LINE.has(field)) continue;
          looked += 1;
          for (const text of HOSTILE)
            expect(type.safeParse(text).success, `${file} ${name}.${field} takes ${JSON.stringify(text)}`).toBe(false);
        }
      }
    }
    expect(looked).toBeGreaterThan(60);
  });

  it.each([
    ['customers.csv', 'code'],
    ['customers.csv', 'name'],
    ['models.csv', 'name'],
    ['resources.csv', 'name'],
    ['absences.csv', 'reason'],
    ['special_days.csv', 'label'],
  ])('%s refuses one in %s, with file, row and field', (file, field) => {
    for (const text of ['a\r\nBEGIN:VEVENT', 'a\u007fb', 'a\u2028b'])
      expect(problemsOf(withCell(file, 2, field, text))).toContainEqual(
        expect.objectContaining({ code: 'control-character', file, row: 2, field }),
      );
  });

  it('a code is nothing that an address takes for a folder', () => {
    expect(problemsOf(withCell('customers.csv', 2, 'code', '..'))[0]).toMatchObject({
      code: 'bad-code',
      field: 'code',
    });
    for (const text of ['.', '..']) expect(codeField.safeParse(text).success).toBe(false);
    for (const text of ['...', '.a', 'a..']) expect(codeField.safeParse(text).success).toBe(true);
  });
});

describe('rule: escalations.notify names addresses', () => {
  const notify = (text: string) => problemsOf(withCell('escalations.csv', 2, 'notify', text));
  it.each(['a@b.c', 'a@b.c; d@e.f', 'https://example.org/hook', 'http://10.0.0.1:80/x'])('takes %j', (text) => {
    expect(notify(text)).toEqual([]);
  });
  it.each(['a@b.c\r\nBcc: x@y.z', 'desk', 'Ann <a@b.c>', 'a@b@c', 'a@b.c, d@e.f', 'ftp://x.org', 'https://'])(
    'refuses %j, with row and field',
    (text) => {
      expect(notify(text)).toEqual([
        expect.objectContaining({ code: 'bad-address', file: 'escalations.csv', row: 2, field: 'notify' }),
      ]);
    },
  );
});
