import { useCallback, useEffect, useRef, useState } from 'react';
import { get, Refused } from './api.ts';

/** What the API gives at a path, or why it doesn't. */
export interface Loaded<T> {
  readonly value: T | null;
  /** The server's own words; null: no refusal. */
  readonly refused: string | null;
  /** Not answered; it is tried again. */
  readonly failed: boolean;
}

const RETRY = 3_000;

/** One path that is asked for again and again, one question at a time. */
interface Asking {
  readonly path: string;
  /** A reason to ask anew has come while an answer was under way. */
  again: boolean;
  busy: boolean;
  stopped: boolean;
  retry: ReturnType<typeof setTimeout> | undefined;
}

interface State<T> extends Loaded<T> {
  readonly path: string | null;
}

/**
 * Asks for `path` (null: nothing), again whenever `version` changes; what was read before stays until then. However often
 * it changes, an answer under way is waited for and shown: changes faster than answers keep nobody from seeing anything.
 */
export function useLoaded<T>(path: string | null, version: unknown = 0): Loaded<T> {
  const [state, setState] = useState<State<T>>({ path: null, value: null, refused: null, failed: false });
  const asking = useRef<Asking | null>(null);
  const ask = useCallback(async (one: Asking): Promise<void> => {
    clearTimeout(one.retry);
    if (one.busy) {
      one.again = true;
      return;
    }
    one.busy = true;
    one.again = false;
    const { path: of } = one;
    const answer = await get<T>(of).then(
      (value): State<T> => ({ path: of, value, refused: null, failed: false }),
      (error: unknown): State<T> | null =>
        error instanceof Refused && error.status < 500
          ? { path: of, value: null, refused: error.message, failed: false }
          : null,
    );
    one.busy = false;
    if (one.stopped) return;
    if (answer !== null) setState(answer);
    else {
      setState((before) => (before.path === of ? { ...before, failed: true } : { ...NOTHING, path: of, failed: true }));
      one.retry = setTimeout(() => void ask(one), RETRY);
    }
    if (answer !== null && one.again) void ask(one);
  }, []);

  useEffect(() => {
    if (path === null) return;
    const one: Asking = { path, again: false, busy: false, stopped: false, retry: undefined };
    asking.current = one;
    return () => {
      one.stopped = true;
      clearTimeout(one.retry);
      asking.current = null;
    };
  }, [path]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: path and version are the reasons to ask
  useEffect(() => {
    if (asking.current !== null) void ask(asking.current);
  }, [path, version, ask]);
  return state.path === path ? state : NOTHING;
}

const NOTHING = { value: null, refused: null, failed: false } as const;
