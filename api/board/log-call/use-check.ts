import { useEffect, useState } from 'react';
import { type FieldProblem, post, Refused } from '../data/api.ts';
import type { CheckedCall } from '../data/types.ts';

/** A pause in typing after which what was written is checked. */
const PAUSE = 250;

export interface Checked {
  /** null: not known yet, or nothing to check. */
  readonly call: CheckedCall | null;
  /** Faults of form, which come before all rules. */
  readonly form: readonly FieldProblem[];
}

const NOTHING: Checked = { call: null, form: [] };

/**
 * What logging the call would come to, asked anew whenever the writer pauses; `body` null: nothing is asked. While one
 * writes on, what was said last stands, but for another device.
 */
export function useCheck(body: { readonly device: string } | null): Checked {
  const text = body === null ? null : JSON.stringify(body);
  const [checked, setChecked] = useState<Checked & { readonly of: string }>({ ...NOTHING, of: '' });
  useEffect(() => {
    if (text === null) return;
    const { device } = JSON.parse(text) as { device: string };
    let wanted = true;
    const timer = setTimeout(() => {
      post<CheckedCall>('calls/check', JSON.parse(text)).then(
        (call) => {
          if (wanted) setChecked({ call, form: [], of: device });
        },
        (error: unknown) => {
          // Without an answer nothing is promised: what was said of other words no longer holds.
          if (wanted) setChecked({ call: null, form: error instanceof Refused ? error.problems : [], of: device });
        },
      );
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return body !== null && checked.of === body.device ? checked : NOTHING;
}
