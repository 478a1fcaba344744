/** Texts remembered before the memory is emptied. */
const REMEMBERED = 20_000;

/** Instants as people read them, in the zone that the user chose. Instants are epoch milliseconds. */
export interface Times {
  /** IANA. */
  readonly zone: string;
  /** `14:30`. */
  time(at: number): string;
  /** `14:30`, with the day where it isn't today. */
  short(at: number, now: number): string;
  /** `Mon 1 Jun`. */
  day(at: number): string;
  /** `2026-10-23`. */
  date(at: number): string;
  /** `Mon 1 Jun, 14:30:05 BST`. */
  full(at: number): string;
  /** Minutes that the zone is ahead of UTC. */
  offset(at: number): number;
}

/** Whether the browser knows a zone: those of a dataset may be newer than it. */
export function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en-GB', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

/** The zone that the machine is set to. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Of a zone that the browser does not know: in UTC, and it says so. */
export function timesIn(wanted: string): Times {
  const zone = isZone(wanted) ? wanted : 'UTC';
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  const minute = { hour: '2-digit', minute: '2-digit' } as const;
  const weekday = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const time = format(minute);
  const day = format(weekday);
  const full = format({ ...weekday, ...minute, second: '2-digit', timeZoneName: 'short' });
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const offsets = format({ timeZoneName: 'longOffset' });
  // A thousand countdowns a second name the same instants again and again; formatting is the slow part.
  const shortOf = remember((at) => ({
    day: date.format(at),
    time: time.format(at),
    // A date is not broken over two lines.
    long: `${day.format(at)} ${time.format(at)}`.replaceAll(' ', '\u00a0'),
  }));
  const dayOfMinute = remember((at) => date.format(at * 60_000));
  const offsetOfQuarter = remember((quarter) => {
    const name = offsets.formatToParts(quarter * 900_000).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  });
  return {
    zone,
    time: (at) => shortOf(at).time,
    short: (at, now) => {
      const { day: its, time: clock, long } = shortOf(at);
      return its === dayOfMinute(Math.floor(now / 60_000)) ? clock : long;
    },
    day: (at) => day.format(at),
    date: (at) => date.format(at),
    full: (at) => full.format(at),
    offset: (at) => offsetOfQuarter(Math.floor(at / 900_000)),
  };
}

function remember<T>(make: (of: number) => T): (of: number) => T {
  const known = new Map<number, T>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const made = make(of);
    known.set(of, made);
    return made;
  };
}
