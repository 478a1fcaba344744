import { failed, ok, parseInstant } from '#engine';
import { generateDataset, ROUTING_KINDS, routingDataset, routingInstance } from '#fixtures';
import type { Command } from '../command.ts';
import { writeDatasetFiles } from '../dataset-files.ts';
import { printJson, progress } from '../output.ts';

/** Where no `--now` is given: a fixed instant, so that the same seed gives the same dataset on any day. */
const DEFAULT_NOW = parseInstant('2026-06-17T10:00:00Z')!;

const SIZES = ['calls', 'customers', 'contracts', 'sites', 'devices', 'resources', 'territories'] as const;

export const generateCommand: Command = {
  usage:
    'generate --out DIR [--calls N] [--seed N] [--now INSTANT] [--customers N] [--contracts N] [--sites N] [--devices N] [--resources N] [--territories N] [--routing C1|C2|R1|R2|RC1|RC2]',
  summary:
    'Writes a made-up dataset, the same for the same seed, to a folder (or a .zip); with --routing a problem of routes and time windows alone, as Solomon’s.',
  shape: {
    positionals: [],
    flags: {
      out: 'text',
      seed: 'count',
      now: 'instant',
      routing: 'text',
      ...Object.fromEntries(SIZES.map((size) => [size, 'count' as const])),
    },
    required: ['out'],
  },
  async run(given) {
    const out = given.text('out')!;
    const now = given.instant('now') ?? DEFAULT_NOW;
    const seed = given.number('seed') ?? 1;
    const sizes: Record<string, number> = Object.fromEntries(
      SIZES.flatMap((size) => {
        const value = given.number(size);
        return value === undefined ? [] : [[size, value]];
      }),
    );
    const tooSmall = Object.entries(sizes).filter(([size, value]) => size !== 'calls' && value === 0);
    if (tooSmall.length > 0) {
      return failed(
        tooSmall.map(([size]) => ({
          code: 'bad-flag',
          field: `--${size}`,
          value: '0',
          message: `A dataset needs at least one of its ${size}.`,
          action: `Give --${size} 1 or more, or leave it out.`,
        })),
      );
    }
    const routing = given.text('routing');
    const kind = ROUTING_KINDS.find((each) => each === routing);
    if (routing !== undefined && kind === undefined) {
      return failed([
        {
          code: 'bad-flag',
          field: '--routing',
          value: routing,
          message: `There is no kind of routing problem named "${routing}".`,
          action: `Give one of ${ROUTING_KINDS.join(', ')}.`,
        },
      ]);
    }
    progress('generating');
    const { calls = 1000, resources = Math.ceil(calls / 4) } = sizes;
    const files =
      kind === undefined
        ? generateDataset({ calls: 1000, ...sizes, seed, now })
        : routingDataset(routingInstance(kind, calls, seed), resources);
    const written = await writeDatasetFiles(out, files);
    if (!written.ok) return written;
    printJson({ out, seed, files: [...files.keys()] });
    return ok(0);
  },
};
