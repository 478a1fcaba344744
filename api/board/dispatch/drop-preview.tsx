import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import { Refused } from '../data/api.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import { TrialFacts } from './trial-facts.tsx';
import { useTrial } from './use-trial.ts';

/** While a call is dragged: what it would mean to drop it on the technician below the pointer. */
export function DropPreview({
  number,
  resource,
  dispatch,
}: {
  readonly number: string;
  readonly resource: string | null;
  readonly dispatch: Dispatch;
}) {
  const tried = useTrial(number, resource);
  const times = useTimes();
  const now = useNow(30);
  return (
    <aside className="drop-preview" aria-live="polite">
      <strong>
        {resource === null
          ? t('drop.choose', { call: number })
          : t('drop.onto', { call: number, name: dispatch.names.get(resource) ?? resource })}
      </strong>
      {resource === null ? null : tried === null ? (
        <p>{t('app.loading')}</p>
      ) : tried instanceof Refused ? (
        <p className="bars">✕ {tried.problems[0]?.message ?? tried.message}</p>
      ) : (
        <TrialFacts trial={tried} times={times} now={now} />
      )}
    </aside>
  );
}
