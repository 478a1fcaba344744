/**
 * Records of typed arrays in one block of shared memory, so that every thread reads them without copying.
 *
 * Layout: a header of four little-endian uint32 (magic, version, bytes of the directory, 0); the directory as JSON,
 * `[[name, element type, byte offset, element count], …]`; then the arrays, each on a boundary of eight bytes.
 */

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

interface ArrayClass {
  new (block: SharedArrayBuffer, offset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}
const ELEMENT_TYPES: Readonly<Record<string, ArrayClass>> = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/** A record all of whose fields are typed arrays. */
export type ArrayRecord<T> = { readonly [K in keyof T]: TypedArray };

type DirectoryEntry = readonly [name: string, type: string, offset: number, length: number];

/** "TRNT" in memory. */
const MAGIC = 0x544e_5254;
/** To be raised whenever the layout changes. */
export const LAYOUT_VERSION = 1;
const HEADER_BYTES = 16;
const ALIGNMENT = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** What was handed over is not a block that this version of the layout wrote: a fault of the program, so it is thrown. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError';
}

/** Blocks of the records that `unpack` gave out. */
const blocks = new WeakMap<object, SharedArrayBuffer>();

/** Copies a record into a new block. Throws `LayoutError` where a field is not a typed array. */
export function pack<T extends ArrayRecord<T>>(record: T): SharedArrayBuffer {
  const fields = Object.entries(record) as [string, TypedArray][];
  const types = fields.map(([name, array]) => elementType(name, array));
  // Offsets count from the first array, so that the directory's own length does not matter to them.
  let end = 0;
  const directory: DirectoryEntry[] = fields.map(([name, array], k) => {
    const offset = end;
    end = aligned(offset + array.byteLength);
    return [name, types[k]!, offset, array.length];
  });
  const text = new TextEncoder().encode(JSON.stringify(directory));
  const first = aligned(HEADER_BYTES + text.length);
  const block = new SharedArrayBuffer(first + end);
  const header = new DataView(block);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, LAYOUT_VERSION, true);
  header.setUint32(8, text.length, true);
  new Uint8Array(block).set(text, HEADER_BYTES);
  for (const [k, [, type, offset, length]] of directory.entries()) {
    const view = new ELEMENT_TYPES[type]!(block, first + offset, length);
    (view as Float64Array).set(fields[k]![1] as Float64Array);
  }
  return block;
}

/** The block of a record that `unpack` gave out, without copying; a new block for any other. */
export function blockOf<T extends ArrayRecord<T>>(record: T): SharedArrayBuffer {
  return blocks.get(record) ?? pack(record);
}

/**
 * The record in a block, as views: what one thread writes, all see. The caller names the type that was packed.
 * Throws `LayoutError` where the block is something else, of another version, or cut short.
 */
export function unpack<T extends ArrayRecord<T>>(block: SharedArrayBuffer): T {
  if (!(block instanceof SharedArrayBuffer)) throw new LayoutError('not a block of shared memory');
  const header = new DataView(block);
  if (block.byteLength < HEADER_BYTES) throw new LayoutError(`cut short: ${block.byteLength} bytes have no header`);
  if (header.getUint32(0, true) !== MAGIC) throw new LayoutError('not a packed record: the magic number is wrong');
  const version = header.getUint32(4, true);
  if (version !== LAYOUT_VERSION) {
    throw new LayoutError(`packed by version ${version} of the layout; this is version ${LAYOUT_VERSION}`);
  }
  const directoryBytes = header.getUint32(8, true);
  const first = aligned(HEADER_BYTES + directoryBytes);
  if (first > block.byteLength) throw new LayoutError('cut short: the directory of fields is not all there');
  const record: Record<string, TypedArray> = {};
  for (const [name, type, offset, length] of readDirectory(block, directoryBytes)) {
    const elements = ELEMENT_TYPES[type];
    if (elements === undefined) throw new LayoutError(`field "${name}" has an unknown element type`);
    if (first + offset + length * elements.BYTES_PER_ELEMENT > block.byteLength) {
      throw new LayoutError(`cut short: field "${name}" is not all there`);
    }
    // Defined, not assigned: a field named __proto__ would set the prototype.
    const value = new elements(block, first + offset, length);
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  }
  blocks.set(record, block);
  return record as T;
}

function readDirectory(block: SharedArrayBuffer, bytes: number): readonly DirectoryEntry[] {
  try {
    // Copied first: text decoders don't promise to read shared memory.
    return JSON.parse(new TextDecoder().decode(new Uint8Array(block, HEADER_BYTES, bytes).slice()));
  } catch {
    throw new LayoutError('the directory of fields is damaged');
  }
}

function elementType(name: string, array: unknown): string {
  for (const [type, elements] of Object.entries(ELEMENT_TYPES)) if (array instanceof elements) return type;
  throw new LayoutError(`field "${name}" is not a typed array`);
}
