import { useCallback, useState } from 'react';
import type { LiveEvent } from './live.ts';
import { useLive } from './live-context.tsx';

/** Goes up whenever the tables of the customer data have changed, or may have while nothing was heard; `changed` has it go up. */
export function useDatasetVersion(): { readonly version: number; readonly changed: () => void } {
  const [version, setVersion] = useState(0);
  const changed = useCallback(() => setVersion((before) => before + 1), []);
  useLive(
    useCallback(
      ({ kind }: LiveEvent) => {
        if (kind === 'dataset' || kind === 'reset') changed();
      },
      [changed],
    ),
  );
  return { version, changed };
}
