import { failed, ok, type Result } from '../model/problem.ts';

/**
 * The text of a dataset's file. Bytes that are not UTF-8 are a problem: characters guessed in their place would change
 * names and codes without a word.
 */
export function decodeText(file: string, bytes: Uint8Array): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    const text = new TextDecoder().decode(bytes);
    const row = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
    return failed([
      {
        code: 'not-text',
        file,
        row,
        message: `The file is not UTF-8: bytes in row ${row} are no character.`,
        action: 'Save it in UTF-8; spreadsheets call it "CSV UTF-8".',
      },
    ]);
  }
}
