import { get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProcess } from './test-app.ts';

/** A server-sent event. */
export interface Told {
  /** '' : it has none. */
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Listens until one has been told that is looked for. */
export async function listen(
  to: TestProcess,
  until: (told: readonly Told[]) => boolean,
  lastEventId?: string,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<{ first: string; told: Told[] }> {
  if (to.app.server.address() === null) await to.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = to.app.server.address() as AddressInfo;
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  return new Promise((resolve, reject) => {
    let done = false;
    const request = httpGet({ port, path: '/events', headers, agent: false }, (reply) => {
      let text = '';
      let begun = false;
      reply.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (!begun && text.includes('\n\n')) {
          begun = true;
          meanwhile().catch(reject);
        }
        const told = [...text.matchAll(/(?:id: (\S+)\n)?event: (\S+)\ndata: (.*)\n\n/g)].map(([, id, event, data]) => ({
          id: id ?? '',
          event: event!,
          data: JSON.parse(data!),
        }));
        if (!until(told)) return;
        done = true;
        request.destroy();
        resolve({ first: /^id: (\S+)/m.exec(text)?.[1] ?? '', told });
      });
    });
    request.on('error', (error) => (done ? undefined : reject(error)));
  });
}
