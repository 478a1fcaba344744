import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useRef, useState } from 'react';
import { get } from '../data/api.ts';
import { isPlanning, type LiveEvent, type PlanningEvent } from '../data/live.ts';
import { useLive } from '../data/live-context.tsx';
import type { Improvement } from '../data/types.ts';

/** Milliseconds between two questions for what is found so far. */
const ASK_EACH = 1_200;
/** A plan of which nothing was told for so long is not being made any more. */
const SILENT = 3_000;

/** Searches for a better plan that are under way, and how far each is, by territory. */
export interface Improvements {
  readonly running: ReadonlyMap<string, Improvement>;
  readonly progress: ReadonlyMap<string, PlanningEvent>;
  /** Whole plans that are being made and take a while. */
  readonly planning: readonly string[];
  /** What the user has just changed is known at once. */
  learn(improvement: Improvement): void;
}

/**
 * Follows the searches of all territories: whatever runs tells so itself some times a second, so that a page that is
 * opened in the middle sees it too. `onEnd` is told of each that ends while it is looked at.
 */
export function useImprovements(onEnd: (improvement: Improvement) => void): Improvements {
  const [running, setRunning] = useState<ReadonlyMap<string, Improvement>>(new Map());
  const [progress, setProgress] = useState<ReadonlyMap<string, PlanningEvent>>(new Map());
  const [plans, setPlans] = useState<ReadonlyMap<string, number>>(new Map());
  const asked = useRef(new Map<string, number>());
  const seen = useRef(new Set<string>());
  const ended = useRef(onEnd);
  ended.current = onEnd;

  const learn = useCallback((improvement: Improvement) => {
    const { territory, state } = improvement;
    if (state === 'ended') {
      setRunning((before) => without(before, territory));
      setProgress((before) => without(before, territory));
      if (seen.current.delete(territory)) ended.current(improvement);
      return;
    }
    seen.current.add(territory);
    setRunning((before) => new Map(before).set(territory, improvement));
  }, []);
  const ask = useCallback(
    (territory: string) => {
      asked.current.set(territory, Date.now());
      get<Improvement>(`territories/${encodeURIComponent(territory)}/plan/improvement`).then(learn, () => {});
    },
    [learn],
  );
  const hear = useCallback(
    (event: LiveEvent) => {
      if (event.kind === 'reset') for (const territory of seen.current) ask(territory);
      if (event.kind === 'improvement' && event.territory !== undefined) ask(event.territory);
      if (!isPlanning(event)) return;
      const { territory, what, state } = event;
      if (what === 'plan') {
        setPlans((before) =>
          state === 'ended' ? without(before, territory) : new Map(before).set(territory, Date.now()),
        );
        return;
      }
      setProgress((before) => new Map(before).set(territory, event));
      if (Date.now() - (asked.current.get(territory) ?? 0) >= ASK_EACH) ask(territory);
    },
    [ask],
  );
  useLive(hear);
  // The end of a plan passes too, and may be lost.
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.now();
      setPlans((before) =>
        [...before.values()].every((at) => now - at < SILENT)
          ? before
          : new Map([...before].filter(([, at]) => now - at < SILENT)),
      );
    }, SILENT);
    return () => clearInterval(timer);
  }, []);
  return { running, progress, planning: [...plans.keys()], learn };
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** How long a message about a plan stays. */
export const tell = (
  title: string,
  message: Parameters<typeof notifications.show>[0]['message'],
  color: string,
): string => notifications.show({ title, message, color, autoClose: 20_000 });
