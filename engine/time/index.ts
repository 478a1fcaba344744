export { compileCoverage, compileShifts, type Shift } from './coverage.ts';
export { addPeriod, formatDuration, formatPeriod, parseDuration, parsePeriod } from './duration.ts';
export { formatInstant, parseInstant } from './instant.ts';
export {
  ALWAYS,
  fromPairs,
  type Intervals,
  intersect,
  NEVER,
  replaceStretches,
  type Stretch,
  subtract,
  union,
} from './intervals.ts';
export {
  addDays,
  type Edge,
  formatLocal,
  isTimeZone,
  localDateAt,
  localTime,
  parseLocalDate,
  startOfDay,
} from './local.ts';
export {
  type Band,
  type OpeningHours,
  type OpeningHoursResult,
  parseOpeningHours,
  SUPPORTED_HOURS,
} from './opening-hours.ts';
export {
  addCovered,
  addCoveredFrom,
  addCoveredWithHolds,
  buildTimelines,
  countCovered,
  countCoveredWithHolds,
  intervalsAt,
  isOpen,
  lastAt,
  lastStarted,
  nextClosing,
  nextOpening,
  type Timelines,
} from './timelines.ts';
export { spokenLength, spokenTime } from './words.ts';
