import { Inflate, zipSync } from 'fflate';
import { failed, ok, type Problem, type Result } from '../model/problem.ts';
import { decodeText } from './decode-text.ts';
import { readDirectory, type ZipEntry } from './zip-directory.ts';

/** Bounds on what a zip may hold; whoever sends one can't fill the memory. */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes of all files together, unpacked. */
  readonly bytes: number;
}
export const ZIP_LIMITS: ZipLimits = { entries: 1_000, bytes: 512 * 1024 * 1024 };

/** Compressed bytes fed at a time: bounds by how much one step can overshoot the limit (deflate: a thousandfold). */
const CHUNK = 16 * 1024;
/** Earliest local time that a zip can tell, so that the bytes depend on the files alone. */
const MTIME = () => new Date(1980, 0, 1, 12);

/** Packs files in the order given; the same files give the same bytes. */
export function zipDataset(files: ReadonlyMap<string, string>): Uint8Array {
  const encoder = new TextEncoder();
  const packed = Object.fromEntries([...files].map(([name, text]) => [name, encoder.encode(text)]));
  return zipSync(packed, { level: 6, mtime: MTIME() });
}

/**
 * Unpacks a zipped dataset folder: the files lie at the root or in one folder. Gives the text of each CSV and JSON file
 * by its name without the folder; other files are named with an empty text, so that they can be listed as passed over.
 */
export function unzipDataset(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): Result<Map<string, string>> {
  const directory = readDirectory(bytes, limits.entries);
  if (!directory.ok) return directory;
  const problems: Problem[] = [];
  const entries = directory.value.filter(({ name }) => !isClutter(name));
  for (const { name } of entries)
    if (isUnsafe(name))
      problems.push({
        code: 'unsafe-path',
        value: name,
        message: `The zip holds a file whose path leads out of its folder: ${name}.`,
        action: 'Zip the dataset folder itself, with plain file names.',
      });
  if (problems.length === 0 && !entries.some(({ name }) => isTable(name))) return failed([noTable()]);
  const folder = commonFolder(entries);
  const files = new Map<string, string>();
  const undecoded: Problem[] = [];
  let left = limits.bytes;
  for (const entry of entries) {
    const name = entry.name.slice(folder.length);
    if (isTable(name) && name.includes('/')) problems.push(nested(entry.name));
    else if (files.has(name)) problems.push(repeated(name));
    else if (!isTable(name)) files.set(name, '');
    else if (problems.length === 0) {
      const content = unpack(entry, left);
      if (typeof content === 'string') return failed([unpackProblem(content, name, limits)]);
      left -= content.length;
      const text = decodeText(name, content);
      if (text.ok) files.set(name, text.value);
      else undecoded.push(...text.problems);
    }
  }
  problems.push(...undecoded);
  return problems.length === 0 ? ok(files) : failed(problems);
}

const isTable = (name: string) => /\.(csv|json)$/i.test(name);

/** Folders, and what desktop systems add on their own. */
const isClutter = (name: string) =>
  !isUnsafe(name) &&
  (name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/.test(name));
const isUnsafe = (name: string) => name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..');

/** The one top folder in which all files lie, with its slash; '' where there is none. */
function commonFolder(entries: readonly ZipEntry[]): string {
  const first = entries[0]?.name ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  return entries.every(({ name }) => name.startsWith(folder)) ? folder : '';
}

type Refusal = 'too-large' | 'corrupt';

/** Inflates step by step and stops at the first byte too many, whatever size the zip claims. */
function unpack({ data, deflated, size }: ZipEntry, limit: number): Uint8Array | Refusal {
  if (size > limit) return 'too-large';
  if (!deflated) return data.length === size ? data : 'corrupt';
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((part) => {
    length += part.length;
    if (length <= size) parts.push(part);
  });
  try {
    for (let at = 0; at === 0 || at < data.length; at += CHUNK) {
      inflate.push(data.subarray(at, at + CHUNK), at + CHUNK >= data.length);
      if (length > size) return 'corrupt';
    }
  } catch {
    return 'corrupt';
  }
  if (length !== size) return 'corrupt';
  const content = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return content;
}

const noTable = (): Problem => ({
  code: 'dataset-empty',
  message: 'The zip holds no tables (.csv) of a dataset.',
  action: 'Zip the dataset folder itself.',
});

const nested = (name: string): Problem => ({
  code: 'nested-file',
  file: name,
  message: `${name} lies in another folder than the rest.`,
  action: 'Put all files of the dataset into one folder.',
});

const repeated = (name: string): Problem => ({
  code: 'duplicate-file',
  file: name,
  message: `The zip holds ${name} twice.`,
  action: 'Remove one of them.',
});

function unpackProblem(refusal: Refusal, file: string, limits: ZipLimits): Problem {
  return refusal === 'corrupt'
    ? {
        code: 'bad-zip',
        file,
        message: `${file} can't be unpacked: the zip is damaged.`,
        action: 'Make the zip again.',
      }
    : {
        code: 'too-large',
        file,
        message: `Unpacked, the dataset has more than ${Math.floor(limits.bytes / 1024 / 1024)} MiB.`,
        action: 'Split it into several imports, or import it by command from a folder.',
      };
}
