import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { decodeText, failed, ok, type Problem, type Result, unzipDataset, zipDataset } from '#engine';

const unreadable = (path: string, message: string): Problem => ({
  code: 'dataset-unreadable',
  field: 'DATASET',
  value: path,
  message,
  action: 'Name a folder of CSV files, or the same folder zipped.',
});

/** Files that are part of a dataset by their ending; whatever else lies in the folder is not looked at. */
const isTable = (name: string): boolean => ['.csv', '.json'].includes(extname(name).toLowerCase());

/** Reads a dataset's files, from a folder or a zip, as text by name. */
export async function readDatasetFiles(path: string): Promise<Result<Map<string, string>>> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return unzipDataset(await readFile(path));
    const names = (await readdir(path)).filter(isTable);
    if (names.length === 0) {
      return failed([
        { ...unreadable(path, 'This folder holds no tables (.csv) of a dataset.'), code: 'dataset-empty' },
      ]);
    }
    const texts = await Promise.all(names.map((name) => readText(path, name)));
    const problems = texts.flatMap((text) => (text.ok ? [] : text.problems));
    if (problems.length > 0) return failed(problems);
    return ok(new Map(texts.flatMap((text, index) => (text.ok ? [[names[index]!, text.value] as const] : []))));
  } catch (error) {
    return failed([unreadable(path, whyUnreadable(error))]);
  }
}

/** The text of one table of a folder, links followed. What is no file is told, so that no table is left out in silence. */
async function readText(folder: string, name: string): Promise<Result<string>> {
  const path = join(folder, name);
  const fileProblem = (message: string): Result<never> =>
    failed([
      {
        code: 'dataset-unreadable',
        file: name,
        message,
        action: `Put a file that you may read in the place of ${name}, or remove it.`,
      },
    ]);
  try {
    if (!(await stat(path)).isFile()) return fileProblem(`${name} is no file.`);
    return decodeText(name, await readFile(path));
  } catch (error) {
    return fileProblem(`${name}: ${whyUnreadable(error)}`);
  }
}

function whyUnreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'There is nothing at this path.';
  if (code === 'EACCES' || code === 'EPERM') return 'This path may not be read.';
  return `This path can't be read (${code ?? 'unknown reason'}).`;
}

/** Writes a dataset's files to a folder, or to one zip where the path ends in `.zip`. */
export async function writeDatasetFiles(path: string, files: ReadonlyMap<string, string>): Promise<Result<null>> {
  try {
    if (extname(path).toLowerCase() === '.zip') {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, zipDataset(files));
    } else {
      await mkdir(path, { recursive: true });
      for (const [name, text] of files) await writeFile(join(path, name), text);
    }
    return ok(null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return failed([
      {
        code: 'output-unwritable',
        field: 'OUT',
        value: path,
        message: `This path can't be written (${code ?? 'unknown reason'}).`,
        action: 'Name a folder, or a .zip file, that you may write.',
      },
    ]);
  }
}
