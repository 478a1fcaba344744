import { named, t } from '../app/messages.ts';
import type { Candidate } from '../data/types.ts';
import { inWords } from '../time/in-words.ts';
import type { Times } from '../time/times.ts';
import { signed } from './trial-facts.tsx';

/** When a technician would come, what it would cost more and why; or what bars them. */
export function CandidateFacts({
  candidate,
  currency,
  times,
  now,
}: {
  readonly candidate: Candidate;
  readonly currency: string;
  readonly times: Times;
  readonly now: number;
}) {
  if (!candidate.possible) {
    return (
      <ul className="bars">
        {candidate.reasons.map(({ code, text }) => (
          <li key={code}>✕ {inWords(text, times, now)}</li>
        ))}
      </ul>
    );
  }
  const at = (text: string | null) => (text === null ? '–' : times.short(Date.parse(text), now));
  const parts = Object.entries(candidate.cost_parts ?? {}).filter(
    ([name, amount]) => name !== 'total' && Number(amount) !== 0,
  );
  return (
    <div className="candidate-facts">
      <span>{t('candidate.comes', { arrives: at(candidate.arrival), done: at(candidate.finish) })}</span>
      {candidate.cost === null ? null : (
        <span className="cost">{t('candidate.cost', { cost: signed(candidate.cost), currency })}</span>
      )}
      {Number(candidate.change_cost ?? 0) === 0 ? null : (
        <small>{t('candidate.change', { cost: signed(candidate.change_cost ?? '0'), currency })}</small>
      )}
      {parts.length === 0 ? null : (
        <small>{parts.map(([name, amount]) => `${named('cost', name)} ${signed(amount)}`).join(', ')}</small>
      )}
    </div>
  );
}
