import { describe, expect, test } from 'vitest';
import { type Dataset, type Instant, instant, openBook, parseDataset } from '#engine';
import { generateDataset, realDataset } from '#fixtures';
import { type PlainCall, plainOrder } from '../../bench/baseline/plain-order.ts';
import { disturbed } from './disturbed.ts';

/** What both have to agree on, call by call in order. */
const rows = (ordered: readonly PlainCall[]) =>
  ordered.map(({ call, regime, respondBy, fixBy, due, class: of, priority, levels }, k) =>
    row(k + 1, call.number, regime, respondBy, fixBy, due, of, priority, Object.values(levels)),
  );

const row = (...values: unknown[]): string => values.join(' ');

function engineRows(dataset: Dataset, now: Instant): string[] {
  const opened = openBook(dataset, now);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value
    .all()
    .map(({ position, number, regime, respondBy, fixBy, due, class: of, priority, levels }) =>
      row(position, number, regime, respondBy, fixBy, due, of, priority, Object.values(levels)),
    );
}

function datasetOf(files: ReadonlyMap<string, string>): Dataset {
  const parsed = parseDataset(files);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.value.dataset;
}

describe('the plain way gives the order of the engine, with its deadlines, classes and levels', () => {
  const cases = [
    { seed: 1, timeZone: 'Europe/London', now: '2026-06-10T14:30Z', openShare: 1 },
    { seed: 2, timeZone: 'Europe/London', now: '2026-03-29T02:10Z', openShare: 0.6 },
    { seed: 3, timeZone: 'America/New_York', now: '2026-11-02T01:00Z', openShare: 1 },
    { seed: 4, timeZone: 'Australia/Lord_Howe', now: '2026-04-06T20:00Z', openShare: 0.8 },
    { seed: 5, timeZone: 'America/Sao_Paulo', now: '2026-12-28T12:00Z', openShare: 1 },
  ];
  test.each(cases)('random dataset $seed in $timeZone at $now', ({ now: at, ...options }) => {
    const now = instant(Date.parse(at));
    const dataset = datasetOf(generateDataset({ ...options, calls: 300, now }));
    const plain = rows(plainOrder(dataset, now));
    expect(plain.length).toBeGreaterThan(100);
    expect(engineRows(dataset, now)).toEqual(plain);
  });

  test.each(cases)('random dataset $seed made messy', ({ now: at, ...options }) => {
    const now = instant(Date.parse(at));
    const generated = datasetOf(generateDataset({ ...options, calls: 300, now }));
    const dataset = disturbed(generated, now, options.seed);
    const plain = rows(plainOrder(dataset, now));
    expect(plain.length).toBeGreaterThan(100);
    expect(engineRows(dataset, now)).toEqual(plain);
  });

  const real = realDataset();
  test.skipIf(real === null).each(['2018-02-25T03:00Z', '2018-03-11T07:30Z', '2018-03-20T15:30Z', '2018-04-02T12:00Z'])(
    'real call log at %s',
    (at) => {
      const now = instant(Date.parse(at));
      const dataset = datasetOf(real!);
      expect(engineRows(dataset, now)).toEqual(rows(plainOrder(dataset, now)));
    },
  );
});
