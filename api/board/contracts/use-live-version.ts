import { useCallback, useState } from 'react';
import { useNow } from '../app/times-context.tsx';
import type { LiveEvent } from '../data/live.ts';
import { useConnected, useLive } from '../data/live-context.tsx';

/** Goes up whenever what a contract comes to may have changed: a change that was told, or a minute gone by. */
export function useLiveVersion(contract: string): string {
  const [changes, setChanges] = useState(0);
  const minute = useNow(60);
  // What changed between the first answer and the first hearing is asked for again.
  const { connected } = useConnected();
  useLive(
    useCallback(
      (event: LiveEvent) => {
        const concerns = event.kind === 'performance' ? event.contract === contract : event.kind !== 'resource';
        if (concerns) setChanges((before) => before + 1);
      },
      [contract],
    ),
  );
  return `${minute} ${changes} ${connected}`;
}
