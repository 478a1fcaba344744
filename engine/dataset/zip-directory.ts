import { failed, ok, type Problem, type Result } from '../model/problem.ts';

/** One file in a zip, as its central directory names it. */
export interface ZipEntry {
  /** Path with forward slashes. */
  readonly name: string;
  /** As packed. */
  readonly data: Uint8Array;
  readonly deflated: boolean;
  /** Bytes unpacked, as claimed. */
  readonly size: number;
}

// Signatures and sizes of the records: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;
const FILE_SIGNATURE = 0x04034b50;
const FILE_SIZE = 30;
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads a zip's list of files without unpacking any. (The library reads it too, but trusts the sizes it names when
 * it unpacks.) Encrypted zips, split ones and those of 4 GiB and more are refused.
 */
export function readDirectory(bytes: Uint8Array, maxEntries: number): Result<ZipEntry[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null)
    return refuse('not-a-zip', 'What was sent is not a zip file, or is cut off.', 'Send a zip of the dataset folder.');
  const count = view.getUint16(end + 10, true);
  if (count > maxEntries)
    return refuse(
      'too-many-files',
      `The zip holds ${count} files; at most ${maxEntries} are read.`,
      'Zip the dataset folder alone.',
    );
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  const problems: Problem[] = [];
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) return damaged();
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder()
      .decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength))
      .replaceAll('\\', '/');
    if (flags & ENCRYPTED)
      problems.push(problem('encrypted-zip', `${name} is encrypted.`, 'Make the zip without a password.'));
    else if (method !== STORED && method !== DEFLATED)
      problems.push(
        problem('bad-zip', `${name} is packed in a way that is not supported.`, 'Make a plain zip (deflate).'),
      );
    else {
      const data = dataOf(bytes, view, local, packed);
      if (data === null) return damaged();
      entries.push({ name, data, deflated: method === DEFLATED, size: view.getUint32(at + 24, true) });
    }
    at += ENTRY_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return problems.length === 0 ? ok(entries) : failed(problems);
}

/** Place of the end record, which a comment may follow. */
function findEnd(view: DataView): number | null {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--)
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  return null;
}

/** A file's packed bytes, which follow its own header; null where they lie outside the zip. */
function dataOf(bytes: Uint8Array, view: DataView, local: number, packed: number): Uint8Array | null {
  if (local + FILE_SIZE > bytes.length || view.getUint32(local, true) !== FILE_SIGNATURE) return null;
  const start = local + FILE_SIZE + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  return start + packed > bytes.length ? null : bytes.subarray(start, start + packed);
}

const problem = (code: string, message: string, action: string): Problem => ({ code, message, action });
const refuse = (code: string, message: string, action: string) => failed([problem(code, message, action)]);
const damaged = () => refuse('bad-zip', "The zip's list of files is damaged.", 'Make the zip again.');
