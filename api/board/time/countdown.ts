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
const VERBS = { respond: 'arrive', fix: 'fix' };
const NOUNS = { respond: 'arrival', fix: 'fix' };

/** @param timeOfDay writes an instant, short. */
export function clockFace(clock: Clock, now: number, timeOfDay: (at: number) => string): ClockFace {
  const face = (state: ClockFace['state'], text: string): ClockFace => ({ state, shape: SHAPES[state], text });
  if (clock.due === null || clock.awaits === null) {
    return clock.stopped ? face('paused', 'clock stopped') : face('none', 'no deadline');
  }
  const verb = VERBS[clock.awaits];
  if (clock.stopped) return face('paused', `clock stopped, ${verb} ${span(clock.due - now)} after it goes on`);
  if (now > clock.due)
    return face('red', `missed by ${span(now - clock.due)}, ${NOUNS[clock.awaits]} due ${timeOfDay(clock.due)}`);
  const by = `${verb} by ${timeOfDay(clock.due)}`;
  if (!clock.counting) {
    const until = clock.changesAt === null ? '' : ` until ${timeOfDay(clock.changesAt)}`;
    return face('out', `out of cover${until}, ${by}`);
  }
  const state = clock.amberAt !== null && now >= clock.amberAt ? 'amber' : 'green';
  return face(state, `${span(clock.due - now)} left, ${by}`);
}

/** A length of time for the eye: `3 d 4 h`, `2 h 05`, `7 min`, `40 s`, not broken over two lines. Rounded down, so that a countdown is never late. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${days}\u00a0d\u00a0${hours % 24}\u00a0h`;
  if (hours > 0) return `${hours}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}`;
  if (minutes > 0) return `${minutes}\u00a0min`;
  return `${seconds}\u00a0s`;
}
