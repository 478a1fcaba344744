import { useEffect, useRef, useState } from 'react';
import { t } from '../app/messages.ts';
import { post, Refused } from '../data/api.ts';
import type { Trial } from '../data/types.ts';

/** A rest of the pointer on a technician after which it is worked out what giving them the call would come to. */
const REST = 120;
/** No status of HTTP: no answer came. */
const UNANSWERED = 0;

/** What giving a call to a technician would come to; the server's refusal; or null while it is not known. */
export type Tried = Trial | Refused | null;

export const tryGiving = (number: string, resource: string): Promise<Trial> =>
  post<Trial>(`calls/${encodeURIComponent(number)}/try`, { resource });

/** Asks when the pointer rests on a technician; each one is asked for once. */
export function useTrial(number: string, resource: string | null): Tried {
  const known = useRef(new Map<string, Tried>());
  const [, redraw] = useState(0);
  useEffect(() => {
    if (resource === null || known.current.has(resource)) return;
    let wanted = true;
    const settle = (tried: Tried) => {
      known.current.set(resource, tried);
      if (wanted) redraw((before) => before + 1);
    };
    const timer = setTimeout(() => {
      tryGiving(number, resource).then(settle, (error: unknown) => {
        settle(error instanceof Refused ? error : new Refused(UNANSWERED, { detail: t('give.failed') }));
      });
    }, REST);
    return () => {
      wanted = false;
      clearTimeout(timer);
      // Asked anew when the pointer comes back.
      const before = known.current.get(resource);
      if (before instanceof Refused && before.status === UNANSWERED) known.current.delete(resource);
    };
  }, [number, resource]);
  return resource === null ? null : (known.current.get(resource) ?? null);
}
