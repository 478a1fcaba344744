import type { CallTerms, DecidingRow } from '../../model/call-terms.ts';
import { CLOCK_KINDS } from '../../model/regime.ts';
import { BadCell, type CellContext, type Kind } from './kind.ts';
import { code, oneOf, text as plainText } from './text.ts';
import { duration } from './time.ts';

const EXAMPLE =
  '{"regime":"GOLD","respond_within":"PT1H","fix_within":"PT4H","clock":"coverage","calendar":"OFFICE","decided_by":[]}';
const ACTION = `Write it as ${EXAMPLE}, or leave the cell blank: then the rules of the dataset decide.`;
const MAX_ROWS = 2;

const clock = oneOf(CLOCK_KINDS);
const target = duration('zero or more');
const deciding = oneOf(['regime-rule', 'special-day']);

const bad = (message: string, value?: string) => new BadCell('bad-kept-terms', message, ACTION, value);

/**
 * The terms that a call was logged under, as JSON: `regime`, `respond_within` and `fix_within` (ISO 8601 durations, absent
 * or null: no such target), `clock` (coverage where absent), `calendar`, and `decided_by`, the rows that decided then:
 * `[{"code": "regime-rule" or "special-day", "row", "text"}]`, which is there for people alone and may be left out.
 */
export const keptTerms: Kind<CallTerms> = {
  read(cell, context) {
    const given = parsed(cell);
    if (given instanceof BadCell) return given;
    const odd = unknownField(given, ['regime', 'respond_within', 'fix_within', 'clock', 'calendar', 'decided_by']);
    if (odd !== undefined) return odd;
    const regime = required(given, 'regime', code, context);
    if (regime instanceof BadCell) return regime;
    const respondWithin = field(given, 'respond_within', target, context);
    if (respondWithin instanceof BadCell) return respondWithin;
    const fixWithin = field(given, 'fix_within', target, context);
    if (fixWithin instanceof BadCell) return fixWithin;
    const kind = field(given, 'clock', clock, context) ?? 'coverage';
    if (kind instanceof BadCell) return kind;
    const calendar = required(given, 'calendar', code, context);
    if (calendar instanceof BadCell) return calendar;
    const decidedBy = rows(given.decided_by ?? [], context);
    if (decidedBy instanceof BadCell) return decidedBy;
    return { regime, respondWithin, fixWithin, clock: kind, calendar, decidedBy };
  },
  write: (terms, context) =>
    JSON.stringify({
      regime: terms.regime,
      respond_within: terms.respondWithin === null ? null : target.write(terms.respondWithin, context),
      fix_within: terms.fixWithin === null ? null : target.write(terms.fixWithin, context),
      clock: terms.clock,
      calendar: terms.calendar,
      decided_by: terms.decidedBy.map(({ code, row, text }) => ({ code, row, text })),
    }),
  codes: ({ calendar }) => [calendar],
};

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(cell: string): Fields | BadCell {
  try {
    const value: unknown = JSON.parse(cell);
    return isObject(value) ? value : bad('The cell is JSON, but no object.');
  } catch {
    return bad('The cell is not JSON.');
  }
}

function unknownField(given: Fields, known: readonly string[]): BadCell | undefined {
  const odd = Object.keys(given).find((name) => !known.includes(name));
  return odd === undefined ? undefined : bad(`Kept terms have no field ${odd}.`, odd);
}

/** A field that is text of some kind; null: not there. */
function field<T>(given: Fields, name: string, kind: Kind<T>, context: CellContext): T | null | BadCell {
  const value = given[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'string' || value === '') return bad(`${name} must be text.`, JSON.stringify(value));
  const read = kind.read(value, context);
  return read instanceof BadCell
    ? new BadCell(read.code, `${name}: ${read.message}`, read.action, read.value ?? value)
    : read;
}

function required<T>(given: Fields, name: string, kind: Kind<T>, context: CellContext): T | BadCell {
  return field(given, name, kind, context) ?? bad(`${name} is missing.`);
}

function rows(given: unknown, context: CellContext): DecidingRow[] | BadCell {
  if (!Array.isArray(given) || given.length > MAX_ROWS || !given.every(isObject)) {
    return bad(`decided_by is a list of at most ${MAX_ROWS} rows.`, JSON.stringify(given));
  }
  const read: DecidingRow[] = [];
  for (const row of given) {
    const odd = unknownField(row, ['code', 'row', 'text']);
    if (odd !== undefined) return odd;
    const which = required(row, 'code', deciding, context);
    if (which instanceof BadCell) return which;
    const said = required(row, 'text', plainText, context);
    if (said instanceof BadCell) return said;
    if (typeof row.row !== 'number' || !Number.isSafeInteger(row.row) || row.row < 0) {
      return bad('row of decided_by must be a row number.', JSON.stringify(row.row) ?? '');
    }
    read.push({ code: which, row: row.row, text: said });
  }
  return read;
}
