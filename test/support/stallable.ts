import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a database on which nothing moves for a while, as when its processes or its disk hang. */
export interface Stallable {
  /** The same database, by this way. */
  readonly url: string;
  stall(): void;
  goOn(): void;
  close(): Promise<void>;
}

export async function stallable(databaseUrl: string): Promise<Stallable> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let stalled = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    keep(near);
    keep(far);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => near.write(data));
    if (stalled) for (const each of [near, far]) each.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    stall() {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    goOn() {
      stalled = false;
      for (const socket of sockets) socket.resume();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
