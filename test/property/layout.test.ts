import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack, unpack } from '../../engine/pool/layout.ts';

const arrays = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);

it('any record of typed arrays comes back from shared memory as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), arrays), (record) => {
      const copy = unpack<typeof record>(pack(record));
      expect(Object.keys(copy)).toEqual(Object.keys(record));
      for (const [name, array] of Object.entries(record)) {
        expect(copy[name]).toEqual(array);
        expect(copy[name]!.byteOffset % 8).toBe(0);
      }
    }),
    { seed: 1 },
  );
});
