import { failed, ok, parseInstant } from '#engine';
import { generateDataset } from '#fixtures';
import type { Command } from '../command.ts';
import { writeDatasetFiles } from '../dataset-files.ts';
import { printJson, progress } from '../output.ts';

/** Where no `--now` is given: a fixed instant, so that the same seed gives the same dataset on any day. */
const DEFAULT_NOW = parseInstant('2026-06-17T10:00:00Z')!;

const SIZES = ['calls', 'customers', 'contracts', 'sites', 'devices', 'resources', 'territories'] as const;

export const generateCommand: Command = {
  usage:
    'generate --out DIR [--calls N] [--seed N] [--now INSTANT] [--customers N] [--contracts N] [--sites N] [--devices N] [--resources N] [--territories N]',
  summary: 'Writes a made-up dataset, the same for the same seed, to a folder (or a .zip).',
  shape: {
    positionals: [],
    flags: {
      out: 'text',
      seed: 'count',
      now: 'instant',
      ...Object.fromEntries(SIZES.map((size) => [size, 'count' as const])),
    },
    required: ['out'],
  },
  async run(given) {
    const out = given.text('out')!;
    const now = given.instant('now') ?? DEFAULT_NOW;
    const seed = given.number('seed') ?? 1;
    const sizes = Object.fromEntries(
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
    progress('generating');
    const files = generateDataset({ calls: 1000, ...sizes, seed, now });
    const written = await writeDatasetFiles(out, files);
    if (!written.ok) return written;
    printJson({ out, seed, files: [...files.keys()] });
    return ok(0);
  },
};
