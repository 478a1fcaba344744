import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unzipDataset, zipDataset } from '../../engine/dataset/index.ts';
import { tiny } from './tiny.ts';

const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
const told = (bytes: Uint8Array, limits?: Parameters<typeof unzipDataset>[1]) => {
  const result = unzipDataset(bytes, limits);
  return result.ok ? [] : result.problems.map(({ code, file, value }) => [code, file ?? value]);
};
const filesOf = (bytes: Uint8Array) => {
  const result = unzipDataset(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return Object.fromEntries(result.value);
};

describe('a zipped dataset', () => {
  it('unpacks to what was packed, and the same files give the same bytes', () => {
    expect(filesOf(zipDataset(tiny()))).toEqual(Object.fromEntries(tiny()));
    expect(zipDataset(tiny())).toEqual(zipDataset(tiny()));
  });

  it('may lie in one folder', () => {
    expect(filesOf(zip({ 'data/': '', 'data/zones.csv': 'code\n', 'data/policy.json': '{}' }))).toEqual({
      'zones.csv': 'code\n',
      'policy.json': '{}',
    });
  });

  it('may use backslashes', () => {
    expect(filesOf(zip({ 'data\\zones.csv': 'code\n' }))).toEqual({ 'zones.csv': 'code\n' });
  });

  it('may hold what desktop systems add, and other files, which are only named', () => {
    expect(
      filesOf(
        zip({ 'd/zones.csv': 'code\n', '__MACOSX/d/._zones.csv': 'x', 'd/.DS_Store': 'x', 'd/README.md': 'hello' }),
      ),
    ).toEqual({
      'zones.csv': 'code\n',
      'README.md': '',
    });
  });

  it('bytes that are no UTF-8 are told by file and row, in every file at once', () => {
    const latin1 = new Uint8Array([99, 10, 0xe9, 10]);
    const result = unzipDataset(
      zipSync({ 'zones.csv': latin1, 'sites.csv': latin1, 'calls.csv': strToU8('number\n') }),
    );
    expect(result.ok ? [] : result.problems.map(({ code, file, row }) => [code, file, row])).toEqual([
      ['not-text', 'zones.csv', 2],
      ['not-text', 'sites.csv', 2],
    ]);
  });

  it('without any table is no dataset', () => {
    expect(told(zip({}))).toEqual([['dataset-empty', undefined]]);
    expect(told(zip({ 'data.zip': 'PK' }))).toEqual([['dataset-empty', undefined]]);
  });
});

describe('hostile and broken zips', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['text', strToU8('code,name\n'.repeat(10))],
    ['a zip cut off', zip({ 'zones.csv': 'code\n' }).slice(0, 60)],
  ])('%s is not a zip', (_, bytes) => {
    expect(told(bytes)).toEqual([['not-a-zip', undefined]]);
  });

  it.each(['../zones.csv', '/etc/zones.csv', 'a/../../zones.csv', 'C:/zones.csv', '..\\zones.csv'])(
    'path %s leads out',
    (name) => {
      expect(told(zip({ [name]: 'code\n' })).map(([code]) => code)).toContain('unsafe-path');
    },
  );

  it('files in several folders', () => {
    expect(told(zip({ 'a/zones.csv': 'code\n', 'b/sites.csv': 'code\n' }))).toEqual([
      ['nested-file', 'a/zones.csv'],
      ['nested-file', 'b/sites.csv'],
    ]);
  });

  it('too many files', () => {
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}.txt`, '']));
    expect(told(zip(many), { entries: 10, bytes: 100 })).toEqual([['too-many-files', undefined]]);
  });

  it('too many bytes, in one file or all together', () => {
    const limits = { entries: 10, bytes: 1_000_000 };
    expect(told(zip({ 'zones.csv': 'x'.repeat(1_000_001) }), limits)).toEqual([['too-large', 'zones.csv']]);
    expect(told(zip({ 'zones.csv': 'x'.repeat(600_000), 'sites.csv': 'x'.repeat(600_000) }), limits)).toEqual([
      ['too-large', 'sites.csv'],
    ]);
    expect(told(zip({ 'zones.csv': 'x'.repeat(1_000_000) }), limits)).toEqual([]);
  });

  it('a bomb that claims to be small', () => {
    const bytes = zip({ 'zones.csv': 'x'.repeat(20_000_000) });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entry = view.getUint32(bytes.length - 6, true);
    view.setUint32(entry + 24, 100, true);
    expect(told(bytes, { entries: 10, bytes: 1000 })).toEqual([['bad-zip', 'zones.csv']]);
  });

  it('damaged contents', () => {
    const bytes = zip({ 'zones.csv': 'code,name\nZ1,One\n'.repeat(100) });
    bytes.fill(0xff, 45, 60);
    expect(told(bytes)).toEqual([['bad-zip', 'zones.csv']]);
  });

  it('an encrypted file', () => {
    const bytes = zip({ 'zones.csv': 'code\n' });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    view.setUint16(view.getUint32(bytes.length - 6, true) + 8, 1, true);
    expect(told(bytes)).toEqual([['encrypted-zip', undefined]]);
  });
});
