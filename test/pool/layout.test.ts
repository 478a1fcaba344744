import { describe, expect, it } from 'vitest';
import { blockOf, LAYOUT_VERSION, pack, unpack } from '../../engine/pool/layout.ts';

const record = { codes: Int32Array.of(1, 2, 3), flags: Uint8Array.of(7), at: Float64Array.of(1.5, Number.NaN) };

describe('a packed record', () => {
  it('comes back as views of the same memory', () => {
    const block = pack(record);
    const one = unpack<typeof record>(block);
    const other = unpack<typeof record>(block);
    expect(one).toEqual(record);
    expect(one.codes.buffer).toBe(block);
    one.codes[1] = 20;
    expect(other.codes[1]).toBe(20);
    expect(record.codes[1]).toBe(2);
  });

  it('is not copied when it is handed over again', () => {
    const block = pack(record);
    expect(blockOf(unpack<typeof record>(block))).toBe(block);
    expect(blockOf(record)).not.toBe(block);
  });

  it('may have no fields, and fields of no length', () => {
    expect(unpack(pack({}))).toEqual({});
    expect(unpack<{ none: Float64Array }>(pack({ none: new Float64Array(0) })).none).toHaveLength(0);
  });
});

describe('what is not a packed record is refused', () => {
  const copy = (bytes: number) => {
    const block = pack(record);
    const cut = new SharedArrayBuffer(bytes);
    new Uint8Array(cut).set(new Uint8Array(block).subarray(0, bytes));
    return cut;
  };
  it('of another kind', () => {
    expect(() => unpack(new SharedArrayBuffer(64))).toThrow('magic number is wrong');
    expect(() => unpack(new ArrayBuffer(64) as never)).toThrow('not a block of shared memory');
    expect(() => unpack(undefined as never)).toThrow('not a block of shared memory');
    expect(() => pack({ list: [1, 2] as never })).toThrow('field "list" is not a typed array');
  });
  it('of another version', () => {
    const block = pack(record);
    new DataView(block).setUint32(4, LAYOUT_VERSION + 1, true);
    expect(() => unpack(block)).toThrow(`version ${LAYOUT_VERSION + 1}`);
  });
  it('cut short', () => {
    expect(() => unpack(copy(8))).toThrow('no header');
    expect(() => unpack(copy(32))).toThrow('the directory of fields is not all there');
    expect(() => unpack(copy(pack(record).byteLength - 8))).toThrow('field "at" is not all there');
  });
  it('with a damaged directory', () => {
    const block = pack(record);
    new Uint8Array(block)[16] = 0;
    expect(() => unpack(block)).toThrow('directory of fields is damaged');
  });
});
