import { get, type IncomingMessage } from 'node:http';
import { ask, openLoop } from './open-loop.ts';

/**
 * From the instant at which a call was due to be logged until the event stream named its allocation, or what bars it,
 * milliseconds.
 */
export interface Visible {
  readonly latencies: readonly number[];
  readonly logged: number;
  /** Calls of which nothing came within the patience. */
  readonly unseen: number;
  /** Calls for which nobody had room. */
  readonly unallocated: number;
}

const PATIENCE = 15_000;

/** Logs calls at a rate through one process and listens at it, as a board does. */
export async function measureVisible(
  address: string,
  rate: number,
  seconds: number,
  bodyOf: (k: number) => string,
): Promise<Visible> {
  const seen = new Map<string, number>();
  const left = new Set<string>();
  const stream = await listen(`${address}/events`, (kind, data) => {
    if (kind !== 'plan') return;
    const at = performance.now();
    const { changed, unallocated } = data as Record<'changed' | 'unallocated', readonly { call: string }[]>;
    for (const { call } of [...changed, ...unallocated]) if (!seen.has(call)) seen.set(call, at);
    for (const { call } of unallocated) left.add(call);
    for (const { call } of changed) left.delete(call);
  });
  const dues = new Map<string, number>();
  await openLoop(rate, seconds, async (k, due) => {
    const answer = await ask('POST', `${address}/calls`, bodyOf(k));
    if (answer.status === 201) dues.set(JSON.parse(answer.body).number, due);
    return answer;
  });
  const end = performance.now() + PATIENCE;
  while (performance.now() < end && [...dues.keys()].some((number) => !seen.has(number))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stream.destroy();
  const latencies = [...dues].flatMap(([number, due]) => {
    const at = seen.get(number);
    return at === undefined ? [] : [at - due];
  });
  const unallocated = [...dues.keys()].filter((number) => left.has(number)).length;
  return { latencies, logged: dues.size, unseen: dues.size - latencies.length, unallocated };
}

/** A server-sent event stream (WHATWG), as far as ours needs. */
function listen(url: string, onEvent: (kind: string, data: unknown) => void): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { accept: 'text/event-stream' } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const kind = /^event: (.*)$/m.exec(event)?.[1];
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (kind !== undefined && data !== undefined) onEvent(kind, JSON.parse(data));
        }
      });
      response.on('error', () => {});
      resolve(response);
    }).on('error', reject);
  });
}
