import { type Dataset, everyProblem, failed, ok, parseDataset, type Result } from '#engine';
import { readDatasetFiles } from './dataset-files.ts';
import { progress } from './output.ts';

/** Reads and parses a dataset from a folder or zip; what was passed over is said on standard error. */
export async function loadDataset(path: string): Promise<Result<Dataset>> {
  const files = await readDatasetFiles(path);
  if (!files.ok) return files;
  const parsed = parseDataset(files.value);
  if (!parsed.ok) return failed(everyProblem(parsed));
  for (const note of parsed.value.notes) progress(`note: ${note.file ?? ''} ${note.message}`);
  return ok(parsed.value.dataset);
}
