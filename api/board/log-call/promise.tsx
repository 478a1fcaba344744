import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import type { CheckedCall } from '../data/types.ts';
import { ClassMark } from '../parts/class-mark.tsx';
import { inWords } from '../time/in-words.ts';

/** What leads: the class, the priority and the deadlines are what a caller wants to hear. */
const LEADING = ['class', 'priority', 'respond_by', 'fix_by'];

/** What the call would get if it were logged now, and why. */
export function Promised({ checked }: { readonly checked: CheckedCall }) {
  const times = useTimes();
  const now = useNow(30);
  const { standing, warnings } = checked;
  if (standing === null && warnings.length === 0) return null;
  const at = (text: string | null) => (text === null ? t('log.noTarget') : times.short(Date.parse(text), now));
  return (
    <section className="promise" aria-label={t('log.promise')} aria-live="polite">
      {warnings.map((warning) => (
        <p key={warning.code} className="face amber">
          ▲ {inWords(warning.message, times, now)} {inWords(warning.action, times, now)}
        </p>
      ))}
      {standing === null ? null : (
        <>
          <p>
            <ClassMark name={standing.class} priority={standing.priority} />{' '}
            {t('log.would', {
              ...{ place: standing.position, respond: at(standing.respond_by), fix: at(standing.fix_by) },
            })}
          </p>
          <ul className="quiet">
            {LEADING.flatMap((decides) => standing.because.filter((each) => each.decides === decides).slice(-1)).map(
              (each) => (
                <li key={each.decides}>{inWords(each.text, times, now)}</li>
              ),
            )}
          </ul>
        </>
      )}
    </section>
  );
}
