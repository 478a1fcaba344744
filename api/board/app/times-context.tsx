import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import { useDispatchStore } from '../data/live-context.tsx';
import { isZone, ownZone, type Times, timesIn } from '../time/times.ts';

interface ZoneChoice {
  readonly times: Times;
  readonly choose: (zone: string) => void;
}

const KEY = 'turnout.zone';
const Context = createContext<ZoneChoice | null>(null);

/** The zone in which the page writes its times: the user's choice, else the browser's. */
export function TimesProvider({ children }: { readonly children: ReactNode }) {
  const [zone, setZone] = useState(() => {
    const kept = localStorage.getItem(KEY);
    return kept !== null && isZone(kept) ? kept : ownZone();
  });
  const choice = useMemo<ZoneChoice>(
    () => ({
      times: timesIn(zone),
      choose: (next) => {
        localStorage.setItem(KEY, next);
        setZone(next);
      },
    }),
    [zone],
  );
  return <Context value={choice}>{children}</Context>;
}

export function useZone(): ZoneChoice {
  const choice = useContext(Context);
  if (choice === null) throw new Error('useZone needs a TimesProvider above it.');
  return choice;
}

export const useTimes = (): Times => useZone().times;

/** One timer for all countdowns of the page. */
const seconds = {
  watchers: new Set<() => void>(),
  timer: undefined as ReturnType<typeof setInterval> | undefined,
  watch(watcher: () => void): () => void {
    seconds.watchers.add(watcher);
    seconds.timer ??= setInterval(() => {
      for (const each of seconds.watchers) each();
    }, 1_000);
    return () => {
      seconds.watchers.delete(watcher);
      if (seconds.watchers.size > 0) return;
      clearInterval(seconds.timer);
      seconds.timer = undefined;
    };
  },
};

/** The server's time, a second exact; what calls this is drawn each `step` seconds. */
export function useNow(step = 1): number {
  const store = useDispatchStore();
  return useSyncExternalStore(seconds.watch, () => {
    const now = Date.now() + store.read().ahead;
    return Math.floor(now / (1_000 * step)) * 1_000 * step;
  });
}
