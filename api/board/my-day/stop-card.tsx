import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { named, t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import { post } from '../data/api.ts';
import { useDispatchStore } from '../data/live-context.tsx';
import type { Route } from '../data/types.ts';
import { Face } from '../parts/face.tsx';
import { sayRefused } from '../parts/notices.tsx';

type Stop = Route['stops'][number];
type Event = 'accept' | 'travel' | 'arrive' | 'fix' | 'resume';

/** What comes next at a stop, by how far it is. */
const NEXT: Readonly<Record<string, Event>> = {
  ...{ open: 'accept', logged: 'accept', reopened: 'accept', allocated: 'accept' },
  ...{ accepted: 'travel', travelling: 'arrive', 'on-site': 'fix', 'on-hold': 'resume' },
};

/** One place to go to: when, where, what is wrong, how long there is, and what to press next. */
export function StopCard({
  stop,
  who,
  isNext,
  onChanged,
}: {
  readonly stop: Stop;
  readonly who: string;
  readonly isNext: boolean;
  readonly onChanged: () => void;
}) {
  const times = useTimes();
  const now = useNow();
  const store = useDispatchStore();
  const [sending, setSending] = useState(false);
  /** The status in which something was sent: until it changes the same button would send it once more. */
  const [left, setLeft] = useState<string | null>(null);
  const [asking, setAsking] = useState<'hold' | 'fix' | null>(null);
  const busy = sending || left === stop.status;
  const row = store.read().rows.get(stop.call);
  const at = (text: string) => times.short(Date.parse(text), now);
  const next = NEXT[stop.status];

  async function send(event: string, more: object = {}): Promise<void> {
    setSending(true);
    try {
      await post(`calls/${encodeURIComponent(stop.call)}/${event}`, { who, ...more });
      store.changed(stop.call);
      setLeft(stop.status);
      setAsking(null);
      onChanged();
    } catch (error) {
      sayRefused(error);
    }
    setSending(false);
  }
  const onTheWay = ['accepted', 'travelling', 'on-site'].includes(stop.status);
  return (
    <li className={isNext ? 'panel stop-card next' : 'panel stop-card'} data-call={stop.call}>
      <p className="stop-time tabular">
        <strong>{at(stop.start)}</strong>{' '}
        <span className="quiet">{t('day.until', { until: times.time(Date.parse(stop.finish)) })}</span>
        <span className="stop-status">{named('status', stop.status)}</span>
      </p>
      <h2>{stop.site_name}</h2>
      {stop.address === null ? null : (
        <p>
          <a href={mapsAddress(stop)}>{stop.address}</a>
        </p>
      )}
      <p>
        {stop.device}: {stop.description} <span className="quiet">{stop.call}</span>
      </p>
      {row === undefined ? null : <Face call={row} now={now} times={times} />}
      {asking === null ? (
        <Group mt="sm" grow>
          {next === undefined ? null : (
            <Button
              size="lg"
              loading={busy}
              variant={isNext ? 'filled' : 'default'}
              onClick={() =>
                next === 'fix' ? setAsking('fix') : void send(next, next === 'resume' ? { on_site: true } : {})
              }
            >
              {t(`day.${next}`)}
            </Button>
          )}
          {onTheWay ? (
            <Button size="lg" variant="default" disabled={busy} onClick={() => setAsking('hold')}>
              {t('action.hold')}
            </Button>
          ) : null}
        </Group>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const said = String(new FormData(event.currentTarget).get('said') ?? '').trim();
            void send(asking, asking === 'hold' ? { reason: said } : said === '' ? {} : { resolution: said });
          }}
        >
          {asking === 'hold' ? (
            <TextInput
              {...{ mt: 'sm', size: 'lg', name: 'said', label: t('action.reason'), pattern: '.*\\S.*' }}
              maxLength={200}
              required
              autoFocus
            />
          ) : (
            <Textarea
              {...{ mt: 'sm', size: 'lg', name: 'said', label: t('day.resolution'), autosize: true, minRows: 2 }}
              description={t('day.resolution.why')}
              autoFocus
            />
          )}
          <Group mt="sm" grow>
            <Button size="lg" type="submit" loading={busy}>
              {t(asking === 'hold' ? 'action.hold' : 'day.fix')}
            </Button>
            <Button size="lg" variant="default" onClick={() => setAsking(null)}>
              {t('give.cancel')}
            </Button>
          </Group>
        </form>
      )}
    </li>
  );
}

/** Opens the phone's own map; Apple's know nothing of `geo:`. */
const mapsAddress = ({ latitude, longitude }: Pick<Stop, 'latitude' | 'longitude'>): string =>
  /iPhone|iPad|Macintosh/.test(navigator.userAgent)
    ? `maps:?q=${latitude},${longitude}`
    : `geo:${latitude},${longitude}?q=${latitude},${longitude}`;
