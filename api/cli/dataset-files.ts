import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { failed, ok, type Problem, type Result, unzipDataset, zipDataset } from '#engine';

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
    const entries = (await readdir(path, { withFileTypes: true })).filter(
      (entry) => entry.isFile() && isTable(entry.name),
    );
    if (entries.length === 0) {
      return failed([
        { ...unreadable(path, 'This folder holds no tables (.csv) of a dataset.'), code: 'dataset-empty' },
      ]);
    }
    const texts = await Promise.all(
      entries.map(async (entry) => [entry.name, await readFile(join(path, entry.name), 'utf8')] as const),
    );
    return ok(new Map(texts));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return failed([unreadable(path, 'There is nothing at this path.')]);
    if (code === 'EACCES' || code === 'EPERM') return failed([unreadable(path, 'This path may not be read.')]);
    return failed([unreadable(path, `This path can't be read (${code ?? 'unknown reason'}).`)]);
  }
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
