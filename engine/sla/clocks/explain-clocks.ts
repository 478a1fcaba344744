import type { CallTerms } from '../../model/call-terms.ts';
import type { Because } from '../../model/ordered-call.ts';
import { addCovered } from '../../time/index.ts';
import { FLAG_FIXED } from '../call-table.ts';
import { atSite, dayInWords, lengthInWords } from '../explain-words.ts';
import type { ExplainedCall } from '../explained-call.ts';
import { timelineOf } from '../regime/kept-terms.ts';
import { termsAt } from '../regime/logged-terms.ts';
import { isStopped } from './clocks.ts';

const CLOCK_WORDS = { respond_by: 'Respond by', fix_by: 'Fix by' } as const;
type Decided = keyof typeof CLOCK_WORDS;

/** Both deadlines with their targets, what they count, the special days and holds that moved them, and what is due. */
export function explainClocks(explained: ExplainedCall): Because[] {
  const { terms, table, targets, slot } = explained;
  const ruling = explained.kept ?? termsAt(terms, table.clockDevice[slot]!, table.clockFrom[slot]!);
  if (ruling === null) return [dueOf(explained)];
  return [
    ...clockOf(explained, ruling, 'respond_by', ruling.respondWithin, targets.respondBy[slot]!),
    ...clockOf(explained, ruling, 'fix_by', ruling.fixWithin, targets.fixBy[slot]!),
    dueOf(explained),
  ];
}

function clockOf(
  explained: ExplainedCall,
  ruling: CallTerms,
  decides: Decided,
  target: number | null,
  by: number,
): Because[] {
  const { terms, table, slot } = explained;
  const name = decides === 'respond_by' ? 'respond' : 'fix';
  if (target === null) {
    return [{ decides, code: 'no-target', text: `Regime ${ruling.regime} has no ${name} target.` }];
  }
  const device = table.clockDevice[slot]!;
  const from = table.clockFrom[slot]!;
  const counts = `${lengthInWords(target)} of ${whatCounts(explained, ruling)} from ${atSite(terms, device, from)}`;
  if (Number.isNaN(by)) {
    return [{ decides, code: 'never-reached', text: `No ${name} deadline: ${counts} is not reached within 20 years.` }];
  }
  return [
    { decides, code: 'target', text: `${CLOCK_WORDS[decides]} ${atSite(terms, device, by)}: ${counts}.` },
    ...specialDaysThrough(explained, decides, by),
    ...holdsOf(explained, decides, target, by),
  ];
}

/** `covered time (calendar OFFICE: Mo-Fr 08:00-18:00 less 2 holidays, Europe/London)`. */
function whatCounts({ terms, table, slot }: ExplainedCall, ruling: CallTerms): string {
  const { rules, reference, codes } = terms;
  if (ruling.clock === 'elapsed') return 'elapsed time, day and night';
  const device = table.clockDevice[slot]!;
  const today = () => termsAt(terms, device, table.clockFrom[slot]!)?.calendar;
  const calendar = codes.calendars.indexOf.get(ruling.calendar) ?? codes.calendars.indexOf.get(today() ?? '');
  if (calendar === undefined) return 'all time, day and night';
  const { code, hours, holidays } = reference.calendars[calendar]!;
  const zone = reference.sites[rules.deviceSite[device]!]!.timeZone;
  const days = holidays.length === 0 ? '' : `, ${holidays.length} holidays`;
  return `covered time (calendar ${code}: ${hours}${days}, ${zone})`;
}

function specialDaysThrough({ terms, table, slot }: ExplainedCall, decides: Decided, by: number): Because[] {
  const { rules, reference } = terms;
  const device = table.clockDevice[slot]!;
  const site = rules.deviceSite[device]!;
  const because: Because[] = [];
  for (let k = rules.segmentOffset[site]!; k < rules.segmentOffset[site + 1]!; k++) {
    if (rules.segmentEnd[k]! <= table.clockFrom[slot]! || rules.segmentStart[k]! >= by) continue;
    const day = reference.specialDays[rules.segmentDay[k]!]!;
    const effect =
      day.effect === 'non-service-affecting'
        ? 'the clock stands still'
        : `coverage is ${day.regime === null ? '24/7' : `that of regime ${day.regime}`}`;
    because.push({
      decides,
      code: 'special-day',
      file: 'special_days.csv',
      row: day.row,
      text:
        `${dayInWords(day)}: ${effect} from ${atSite(terms, device, rules.segmentStart[k]!)} ` +
        `to ${atSite(terms, device, rules.segmentEnd[k]!)}.`,
    });
  }
  return because;
}

function holdsOf(explained: ExplainedCall, decides: Decided, target: number, by: number): Because[] {
  const { terms, table, holds, slot, targets } = explained;
  const count = table.holdCount[slot]!;
  if (count === 0) return [];
  const device = table.clockDevice[slot]!;
  const from = table.clockFrom[slot]!;
  const timeline = timelineOf(terms, table, slot, targets.regime[slot]!);
  const without = addCovered(terms.timelines, timeline, from, target);
  if (without === by) return [];
  const offset = table.holdOffset[slot]!;
  const listed = Array.from({ length: count }, (_, k) => {
    const to = holds.to[offset + k]!;
    const end = to === Number.POSITIVE_INFINITY ? 'on, still lasting' : `to ${atSite(terms, device, to)}`;
    return `from ${atSite(terms, device, holds.from[offset + k]!)} ${end}`;
  });
  return [
    {
      decides,
      code: 'hold',
      text: `The clock stood still (${listed.join('; ')}), which moved it from ${atSite(terms, device, without)}.`,
    },
  ];
}

/** Which deadline is the next one still running. */
function dueOf({ table, holds, targets, slot, now }: ExplainedCall): Because {
  const decides = 'due';
  if ((table.flags[slot]! & FLAG_FIXED) !== 0) {
    return { decides, code: 'clocks-ended', text: 'The failure is fixed: no clock runs any more.' };
  }
  if (isStopped(holds, table.holdOffset[slot]!, table.holdCount[slot]!, now)) {
    return { decides, code: 'stopped-by-hold', text: 'A hold has stopped the clocks: nothing is due until it ends.' };
  }
  if (targets.due[slot] === Number.POSITIVE_INFINITY) {
    return { decides, code: 'no-deadline', text: 'No deadline is running.' };
  }
  const responded = table.respondedAt[slot]! <= now;
  if (!responded && !Number.isNaN(targets.respondBy[slot]!)) {
    return { decides, code: 'respond-runs', text: 'Nobody has arrived yet: the respond deadline comes next.' };
  }
  const why = responded ? 'Somebody has arrived' : 'There is no respond deadline';
  return { decides, code: 'fix-runs', text: `${why}: the fix deadline comes next.` };
}
