import { t } from '../app/messages.ts';

/** What a call's clock shows at an instant. Always a word and a shape, never colour alone. */
export interface ClockFace {
  readonly state: 'green' | 'amber' | 'red' | 'paused' | 'out' | 'none';
  readonly shape: string;
  readonly text: string;
}

/** A clock as the API gives it; instants in epoch milliseconds. */
export interface Clock {
  /** Which event the next deadline waits for. */
  readonly awaits: 'respond' | 'fix' | null;
  /** Next deadline, were the clock to run on from now. */
  readonly due: number | null;
  /** Instant from which a quarter of the target is left. */
  readonly amberAt: number | null;
  /** Held with a reason that stops the clock. */
  readonly stopped: boolean;
  /** Whether the clock counts right now (inside cover). */
  readonly counting: boolean;
  /** When counting begins or ends next. */
  readonly changesAt: number | null;
}

const SHAPES = { green: '●', amber: '▲', red: '■', paused: '‖', out: '○', none: '–' };
/** The state alone, for whoever counts thousands of them. */
export function clockState({ awaits, due, stopped, counting, amberAt }: Clock, now: number): ClockFace['state'] {
  if (due === null || awaits === null) return stopped ? 'paused' : 'none';
  if (stopped) return 'paused';
  if (now > due) return 'red';
  if (!counting) return 'out';
  return amberAt !== null && now >= amberAt ? 'amber' : 'green';
}

/** @param timeOfDay writes an instant, short. */
export function clockFace(clock: Clock, now: number, timeOfDay: (at: number) => string): ClockFace {
  const state = clockState(clock, now);
  return { state, shape: SHAPES[state], text: clockText(clock, state, now, timeOfDay) };
}

function clockText(
  { awaits, due, changesAt }: Clock,
  state: ClockFace['state'],
  now: number,
  timeOfDay: (at: number) => string,
): string {
  if (due === null || awaits === null) return t(state === 'paused' ? 'count.stopped' : 'count.none');
  if (state === 'paused') return t(`count.stopped.${awaits}`, { span: span(due - now) });
  if (state === 'red') return t(`count.missed.${awaits}`, { span: span(now - due), due: timeOfDay(due) });
  const by = t(`count.by.${awaits}`, { due: timeOfDay(due) });
  if (state !== 'out') return t('count.left', { span: span(due - now), by });
  return changesAt === null ? t('count.out', { by }) : t('count.out.until', { by, until: timeOfDay(changesAt) });
}

/** A length of time for the eye: `3 d 4 h`, `2 h 05`, `7 min`, `40 s`, not broken over two lines. Rounded down, so that a countdown is never late. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const spoken =
    days > 0
      ? t('span.days', { days, hours: hours % 24 })
      : hours > 0
        ? t('span.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') })
        : minutes > 0
          ? t('span.minutes', { minutes })
          : t('span.seconds', { seconds });
  return spoken.replaceAll(' ', '\u00a0');
}
