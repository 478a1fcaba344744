import { useCallback, useEffect, useState } from 'react';
import { get, Refused } from './api.ts';

/** What the API gives at a path, or why it doesn't. */
export interface Loaded<T> {
  readonly value: T | null;
  /** The server's own words; null: no refusal. */
  readonly refused: string | null;
  /** Not answered; it is tried again. */
  readonly failed: boolean;
  again(): void;
}

const RETRY = 3_000;

/** Asks for `path` (null: nothing), again whenever `version` changes; what was read before stays until then. */
export function useLoaded<T>(path: string | null, version: unknown = 0): Loaded<T> {
  const [state, setState] = useState<{
    readonly path: string | null;
    readonly value: T | null;
    readonly refused: string | null;
    readonly failed: boolean;
  }>({
    ...{ path: null, value: null, refused: null, failed: false },
  });
  const [tries, setTries] = useState(0);
  const again = useCallback(() => setTries((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: version and tries are the reasons to ask again
  useEffect(() => {
    if (path === null) return;
    let wanted = true;
    let retry: ReturnType<typeof setTimeout> | undefined;
    get<T>(path).then(
      (value) => {
        if (wanted) setState({ path, value, refused: null, failed: false });
      },
      (error: unknown) => {
        if (!wanted) return;
        if (error instanceof Refused && error.status < 500)
          setState({ path, value: null, refused: error.message, failed: false });
        else {
          setState((before) => ({ ...before, failed: true }));
          retry = setTimeout(again, RETRY);
        }
      },
    );
    return () => {
      wanted = false;
      clearTimeout(retry);
    };
  }, [path, version, tries, again]);
  return state.path === path
    ? { value: state.value, refused: state.refused, failed: state.failed, again }
    : { value: null, refused: null, failed: state.failed, again };
}
