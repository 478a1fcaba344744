import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { lintPasses, lintPaymentTerms } from '../../engine/payment/index.ts';
import type { Measured } from '../../engine/payment/measured.ts';
import { contract, device } from '../sla/world.ts';
import { available, clocks, events, paid, termsOf } from './pay.ts';

/** The examples of docs/reference/payment-terms.md: title → terms, as the page has them. */
const page = readFileSync(join(import.meta.dirname, '../../docs/reference/payment-terms.md'), 'utf8');
const EXAMPLES = new Map(
  page.split('\n### ').flatMap((section) => {
    const [text, json] = section.split('```json\n');
    const title = section.split('\n')[0]!;
    return json === undefined ? [] : [[title, { terms: JSON.parse(json.split('```')[0]!), text: text! }] as const];
  }),
);

/** What is measured, and what the page says is paid. */
const FIGURES: readonly (readonly [title: string, measured: Partial<Measured>, total: string, short: number])[] = [
  ['Availability bands with a bonus', available('96.2'), '95000.00', 0],
  ['A credit for each full or partial point under a target', clocks(927, 73), '94000.00', 0],
  ['A rate that changes at thresholds', available('94.2'), '88000.00', 0],
  ['Pro rata of the shortfall to the target', clocks(75, 25), '96666.67', 0],
  ['Pool × allocation × at-risk amount, capped', clocks(93, 7), '91000.00', 0],
  ['Doubled if it failed the period before', clocks(85, 15), '94000.00', 1],
  ['Points', events(120), '99688.00', 0],
];

describe('docs/reference/payment-terms.md', () => {
  it('has examples that the linter passes', () => {
    expect(EXAMPLES.size).toBe(9);
    const owner = { ...contract('C1'), currency: 'GBP', baseFee: minor(100_000_00) };
    for (const [title, { terms }] of EXAMPLES) {
      expect(lintPasses(lintPaymentTerms(termsOf(terms), owner, [device('D1')])), title).toBe(true);
    }
  });
  it.each(FIGURES)('%s', (title, measured, total, short) => {
    const { terms, text } = EXAMPLES.get(title)!;
    expect(paid(terms, { A: measured }, { short: { A: short } }).total).toBe(total);
    expect(text).toContain(total);
  });
});
