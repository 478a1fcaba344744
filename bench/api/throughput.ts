import autocannon from 'autocannon';

/** Requests as fast as a number of connections get answers. */
export interface Throughput {
  readonly per_second: number;
  readonly p50: number;
  readonly p97_5: number;
  readonly p99: number;
  readonly errors: number;
}

const WARM_UP = 2;

/** Posts bodies to an address over so many connections for some seconds, after warming up. */
export async function measureThroughput(
  url: string,
  bodyOf: (k: number) => string,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Throughput> {
  let k = 0;
  const shared = {
    url,
    connections,
    requests: [
      {
        method: 'POST' as const,
        headers: { 'content-type': 'application/json' },
        setupRequest: (request: autocannon.Request) => ({ ...request, body: bodyOf(k++) }),
      },
    ],
  };
  await autocannon({ ...shared, duration: WARM_UP });
  const result = await autocannon({ ...shared, duration: seconds });
  const { latency } = result;
  return {
    per_second: result['2xx'] / result.duration,
    p50: latency.p50,
    p97_5: latency.p97_5,
    p99: latency.p99,
    errors: result.errors + result.non2xx,
  };
}
