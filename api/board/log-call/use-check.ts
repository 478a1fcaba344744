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

/** What logging the call would come to, asked anew whenever the writer pauses; `body` null: nothing is asked. */
export function useCheck(body: object | null): Checked {
  const text = body === null ? null : JSON.stringify(body);
  const [checked, setChecked] = useState<Checked & { readonly of: string | null }>({ ...NOTHING, of: null });
  useEffect(() => {
    if (text === null) return;
    let wanted = true;
    const timer = setTimeout(() => {
      post<CheckedCall>('calls/check', JSON.parse(text)).then(
        (call) => {
          if (wanted) setChecked({ call, form: [], of: text });
        },
        (error: unknown) => {
          if (wanted && error instanceof Refused) setChecked({ call: null, form: error.problems, of: text });
        },
      );
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return text === null ? NOTHING : checked;
}
