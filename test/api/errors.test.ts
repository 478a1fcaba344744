import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS, errorsMarkdown, SECTIONS } from '../../api/errors.ts';

const ROOT = join(import.meta.dirname, '../..');
const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

/** Places in which a code is written down where it is given out. */
const GIVEN_OUT = [
  /\bcode: '([a-z][a-z-]*)'/g,
  /\b(?:BadCell|violation|problem|Refusal|refusal)\(\s*'([a-z]+(?:-[a-z]+)*)'/g,
];

describe('error catalogue', () => {
  it('has every code that the engine or the API gives out', () => {
    const missing = ['engine', 'api'].flatMap(sources).flatMap((file) => {
      if (file.includes(join('api', 'errors')) || file.includes(join('api', 'board'))) return [];
      const text = readFileSync(file, 'utf8');
      const codes = GIVEN_OUT.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] as string));
      return codes.filter((code) => !ERRORS.has(code) && !NOT_OURS.has(code)).map((code) => `${file}: ${code}`);
    });
    expect(missing).toEqual([]);
  });

  it('has each code once', () => {
    const all = SECTIONS.flatMap(({ entries }) => entries.map(({ code }) => code));
    expect(all.filter((code, k) => all.indexOf(code) !== k)).toEqual([]);
  });

  it('is docs/reference/errors.md', async () => {
    await expect(errorsMarkdown()).toMatchFileSnapshot(join(ROOT, 'docs/reference/errors.md'));
  });
});

/** Codes of zod's own issues. */
const NOT_OURS = new Set(['custom']);
