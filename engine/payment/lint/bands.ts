import type { BandsRule, PayBand, PointsRule } from '../../model/payment-terms.ts';
import { compare, decimal, type Fraction, subtract } from '../fraction.ts';
import { bandText, isInBand } from '../rules/bands.ts';
import { type Curve, samplesOf } from './curve.ts';
import type { Tell } from './finding.ts';

/** Gaps, overlaps, contradictions and bands that no value ever gets. */
export function lintBands(rule: BandsRule, curve: Curve, tell: Tell): void {
  const samples = samplesOf(curve);
  const covering = samples.map((value) => [...rule.bands.keys()].filter((k) => isInBand(rule.bands[k]!, value)));
  const covered = [...covering.keys()].filter((k) => covering[k]!.length > 0);
  const [first, last] = [covered[0] ?? 0, covered.at(-1) ?? -1];
  gaps(samples, covering, first, last, curve, tell);
  openEnds(samples, first, last, curve, tell);
  overlaps(rule, samples, covering, curve, tell);
  for (const [k, band] of rule.bands.entries()) {
    if (covering.some(([rules]) => rules === k)) continue;
    tell({
      code: 'band-unreachable',
      severity: 'error',
      path: `rule.bands[${k}]`,
      at: band.from === null ? null : String(band.from),
      message: `No value gets band ${k + 1} (${textOf(band)}): ${covering.some((all) => all.includes(k)) ? 'bands further up take all of it' : 'it lies outside what the metric can be'}.`,
      action: 'Correct its ends, move it up, or remove it.',
    });
  }
}

const textOf = (band: PayBand): string => bandText(band, '');

function gaps(
  samples: readonly Fraction[],
  covering: readonly (readonly number[])[],
  first: number,
  last: number,
  curve: Curve,
  tell: Tell,
): void {
  for (let k = first + 1; k < last; k++) {
    if (covering[k]!.length > 0) continue;
    let end = k;
    while (covering[end + 1]!.length === 0) end++;
    const [low, high] = [samples[k - 1]!, samples[end + 1]!];
    tell({
      code: 'band-gap',
      severity: 'warning',
      path: 'rule.bands',
      at: curve.shown(samples[k]!),
      below: curve.side(low),
      above: curve.side(high),
      message: `From ${curve.shown(samples[k]!)} to ${curve.shown(samples[end]!)} there is no band: nothing is paid or taken there.`,
      action: 'Close the gap, or say that nothing changes with a band of effect none.',
    });
    k = end;
  }
}

/** Values at the ends of the range in no band: mostly meant, said as a note. */
function openEnds(samples: readonly Fraction[], first: number, last: number, curve: Curve, tell: Tell): void {
  if (last < 0) return;
  const note = (value: Fraction, edge: Fraction, where: 'below' | 'above') =>
    tell({
      code: 'band-open-end',
      severity: 'note',
      path: 'rule.bands',
      at: curve.shown(edge),
      [where]: curve.side(value),
      message: `There is no band ${where} ${curve.shown(edge)}: nothing is paid or taken there.`,
      action: 'Add a band (effect none), if that is to be said.',
    });
  if (first > 0) note(samples[first - 1]!, samples[first]!, 'below');
  if (last < samples.length - 1) note(samples[last + 1]!, samples[last]!, 'above');
}

function overlaps(
  rule: BandsRule,
  samples: readonly Fraction[],
  covering: readonly (readonly number[])[],
  curve: Curve,
  tell: Tell,
): void {
  const told = new Set<string>();
  for (const [k, all] of covering.entries()) {
    const [winner, ...others] = all;
    for (const other of others) {
      const pair = `${winner} ${other}`;
      if (told.has(pair)) continue;
      told.add(pair);
      const [a, b] = [rule.bands[winner!]!, rule.bands[other]!];
      const contradict = a.effect !== b.effect;
      const value = samples[k]!;
      tell({
        code: contradict ? 'band-contradiction' : 'band-overlap',
        severity: contradict ? 'error' : 'warning',
        path: `rule.bands[${other}]`,
        at: curve.shown(value),
        above: curve.side(value),
        message: `${curve.shown(value)} lies in band ${winner! + 1} (${a.effect ?? 'none'}) and in band ${other + 1} (${b.effect ?? 'none'}): the first in the list rules.`,
        action: 'Let the bands end where the next begins (`to` is exclusive, `up_to` inclusive).',
      });
    }
  }
}

/** Jumps, and values at which a worse one pays more. */
export function lintCourse(curve: Curve, tell: Tell): void {
  const samples = samplesOf(curve);
  for (let k = 1; k < samples.length; k++) {
    const [low, high] = [samples[k - 1]!, samples[k]!];
    const [below, above] = [curve.pays(low), curve.pays(high)];
    const course = compare(above.money, below.money) || compare(above.points, below.points);
    if (course === 0) continue;
    const sides = { at: curve.shown(high), below: curve.side(low), above: curve.side(high) };
    if (course !== curve.better) {
      tell({
        code: 'worse-pays-more',
        severity: 'error',
        path: 'rule',
        ...sides,
        message: `${curve.better > 0 ? sides.below.value : sides.above.value} pays more than ${curve.better > 0 ? sides.above.value : sides.below.value}, though it is worse.`,
        action: 'Correct effect, side or amounts, so that better performance never pays less.',
      });
    } else if (!curve.continuous && compare(subtract(high, low), curve.grain) <= 0) {
      tell({
        code: 'discontinuity',
        severity: 'note',
        path: 'rule',
        ...sides,
        message: `What is paid jumps between ${sides.below.value} and ${sides.above.value}.`,
        action: 'Nothing, if the jump is meant.',
      });
    }
  }
}

/** Bands of points that none can reach, and points that cost nothing any more. */
export function lintPointBands(rule: PointsRule, tell: Tell): void {
  let before = decimal(rule.free);
  for (const [k, { upTo }] of rule.bands.entries()) {
    const path = `rule.bands[${k}]`;
    const isLast = k === rule.bands.length - 1;
    if (upTo === null) {
      if (!isLast)
        tell({
          code: 'band-unreachable',
          severity: 'error',
          path: `rule.bands[${k + 1}]`,
          message: `Band ${k + 1} has no end: no points get to those after it.`,
          action: 'Give it an `up_to`, or move it last.',
        });
      return;
    }
    const end = decimal(upTo);
    if (compare(end, before) <= 0)
      tell({
        code: 'band-unreachable',
        severity: 'error',
        path,
        at: String(upTo),
        message: `Band ${k + 1} ends at ${upTo} points, where the one before it (or \`free\`) ends already.`,
        action: 'List the bands by rising `up_to`, all above `free`.',
      });
    before = end;
    if (isLast)
      tell({
        code: 'band-gap',
        severity: 'warning',
        path,
        at: String(upTo),
        message: `Points over ${upTo} cost nothing.`,
        action: 'Leave `up_to` of the last band out, or cap the abatement.',
      });
  }
}
