import { named, t } from '../app/messages.ts';
import type { Trial } from '../data/types.ts';
import { grouped } from '../parts/money.ts';
import { inWords } from '../time/in-words.ts';
import type { Times } from '../time/times.ts';

/** Others that are named; the rest is counted. */
const NAMED = 5;

/** What giving a call to a technician would come to: when they come, money, whom it delays, which rules it breaks. */
export function TrialFacts({
  trial,
  times,
  now,
}: {
  readonly trial: Trial;
  readonly times: Times;
  readonly now: number;
}) {
  const at = (text: string) => times.short(Date.parse(text), now);
  const parts = Object.entries(trial.cost_parts).filter(([name, amount]) => name !== 'total' && Number(amount) !== 0);
  const { allocation, violations, others } = trial;
  return (
    <div className="candidate-facts">
      {allocation === null ? null : (
        <span className={trial.late ? 'face red' : undefined}>
          {trial.late ? '■ ' : ''}
          {t('candidate.comes', { arrives: at(allocation.arrival), done: at(allocation.finish) })}
          {trial.late ? `, ${t('trial.late')}` : ''}
        </span>
      )}
      <span className="cost">{t('candidate.cost', { cost: signed(trial.cost), currency: trial.currency })}</span>
      {Number(trial.change_cost) === 0 ? null : (
        <small>{t('candidate.change', { cost: signed(trial.change_cost), currency: trial.currency })}</small>
      )}
      {parts.length === 0 ? null : (
        <small>{parts.map(([name, amount]) => `${named('cost', name)} ${signed(amount)}`).join(', ')}</small>
      )}
      {violations.length === 0 ? null : (
        <ul className="bars">
          {violations.map(({ code, text }) => (
            <li key={`${code} ${text}`}>✕ {inWords(text, times, now)}</li>
          ))}
        </ul>
      )}
      {others.length === 0 ? (
        <small>{t('trial.nobody')}</small>
      ) : (
        <ul className="others">
          {others.slice(0, NAMED).map((other) => (
            <li key={other.call} className={other.late ? 'face red' : undefined}>
              {other.late ? '■ ' : ''}
              {inWords(other.text, times, now)}
              {other.late ? ` ${t('trial.otherLate')}` : ''}
            </li>
          ))}
          {others.length > NAMED ? <li className="quiet">{t('call.more', { count: others.length - NAMED })}</li> : null}
        </ul>
      )}
    </div>
  );
}

export const signed = (amount: string): string =>
  amount.startsWith('-') ? `−${grouped(amount.slice(1))}` : `+${grouped(amount)}`;
