import { describe, expect, it } from 'vitest';
import { describeTables } from '#engine';
import { COLUMN_MEANINGS } from '../../docs/generate/column-meanings.ts';
import { referencePages } from '../../docs/generate/pages.ts';
import { schemaFields } from '../../docs/generate/schema-fields.ts';

describe('pages of the reference', () => {
  it.each([...referencePages()])('%s is what the code says (npm run docs:reference)', async (path, text) => {
    await expect(text).toMatchFileSnapshot(path);
  });

  it('give each column of each table a meaning, and no other', () => {
    const inCode = Object.fromEntries(
      describeTables().map(({ name, columns }) => [name, columns.map((each) => each.name)]),
    );
    const inPages = Object.fromEntries(
      Object.entries(COLUMN_MEANINGS).map(([name, columns]) => [name, Object.keys(columns)]),
    );
    expect(inPages).toEqual(inCode);
  });
});

describe('fields of a JSON Schema', () => {
  it('are listed with path, type, default and meaning, parents first', () => {
    const schema = {
      properties: {
        speed: { type: 'number', default: 50, description: 'km/h' },
        names: { type: 'array', items: { type: 'object', properties: { code: { enum: ['a', 'b'] } } } },
      },
    };
    expect(schemaFields(schema)).toEqual([
      { path: 'speed', type: 'number', standard: '`50`', meaning: 'km/h' },
      { path: 'names', type: 'list of object', standard: '', meaning: '' },
      { path: 'names[].code', type: '`a`, `b`', standard: '', meaning: '' },
    ]);
  });

  it('end where a schema contains itself', () => {
    const schema = {
      $defs: { part: { type: 'object', properties: { part: { $ref: '#/$defs/part' } } } },
      properties: { part: { $ref: '#/$defs/part' } },
    };
    expect(schemaFields(schema).map(({ path }) => path)).toContain('part.part');
  });
});
