import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { Candidates } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { CandidateFacts } from './candidate-facts.tsx';

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
  const { value } = useLoaded<Candidates>(`calls/${encodeURIComponent(number)}/candidates`);
  const times = useTimes();
  const now = useNow(30);
  const candidate = value?.candidates.find((each) => each.resource === resource) ?? null;
  return (
    <aside className="drop-preview" aria-live="polite">
      <strong>
        {resource === null
          ? t('drop.choose', { call: number })
          : t('drop.onto', { call: number, name: dispatch.names.get(resource) ?? resource })}
      </strong>
      {resource === null ? null : value === null ? (
        <p>{t('app.loading')}</p>
      ) : candidate === null ? (
        <p>{t('drop.elsewhere')}</p>
      ) : (
        <CandidateFacts candidate={candidate} currency={value.currency} times={times} now={now} />
      )}
    </aside>
  );
}
