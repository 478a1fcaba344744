import { Refused } from './api.ts';

/** Has the browser save what the API gives at a path, asked for as a type of content. @throws Refused, or not answered */
export async function download(path: string, type: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { accept: type } });
  if (!response.ok) throw new Refused(response.status, await response.json().catch(() => ({})));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
