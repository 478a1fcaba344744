/** A worker whose tasks fail in every way there is; run by pool.test.ts. */
export default function runTask({ name, input }: { name: string; input: unknown }): unknown {
  if (name === 'exit') process.exit(3);
  if (name === 'throw') throw new Error('no result');
  if (name === 'for-ever') for (;;);
  return { ok: true, value: input };
}
