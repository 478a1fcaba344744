import { useDebouncedValue } from '@mantine/hooks';
import { named, t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import { useLoaded } from '../data/use-loaded.ts';
import { CallLink } from '../parts/call-link.tsx';

/** Typing pauses before it is asked. */
const PAUSE = 250;
/** Fewer letters fit too many calls. */
const LETTERS = 3;
const SHOWN = 10;

interface Ended {
  readonly calls: readonly {
    readonly number: string;
    readonly status: string;
    readonly site: string;
    readonly description: string;
    readonly logged_at: string;
  }[];
}

/** Calls that have ended and fit what is looked for, newest first: «what about my call of last week?» */
export function EndedCalls({ wanted }: { readonly wanted: string }) {
  const [text] = useDebouncedValue(wanted.trim(), PAUSE);
  const times = useTimes();
  const now = useNow(60);
  const query = `calls?status=fixed,closed,cancelled&limit=${SHOWN}&text=${encodeURIComponent(text)}`;
  const { value } = useLoaded<Ended>(text.length < LETTERS ? null : query);
  if (value === null || value.calls.length === 0) return null;
  return (
    <section className="ended-calls pad" aria-label={t('queue.ended')}>
      <h3>{t('queue.ended')}</h3>
      <ul>
        {value.calls.map(({ number, status, site, description, logged_at }) => (
          <li key={number}>
            <CallLink number={number} /> {named('status', status)}, {times.short(Date.parse(logged_at), now)}, {site}:{' '}
            <span className="quiet">{description}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
