import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import { post } from '../data/api.ts';
import { useDispatchStore } from '../data/live-context.tsx';
import type { Route } from '../data/types.ts';
import { refused } from '../dispatch/use-give-call.tsx';
import { Face } from '../parts/face.tsx';

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
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const row = store.read().rows.get(stop.call);
  const at = (text: string) => times.short(Date.parse(text), now);
  const next = NEXT[stop.status];

  async function send(event: string, more: object = {}): Promise<void> {
    setBusy(true);
    try {
      await post(`calls/${encodeURIComponent(stop.call)}/${event}`, { who, ...more });
      store.changed(stop.call);
      setReason(null);
      onChanged();
    } catch (error) {
      refused(error);
    }
    setBusy(false);
  }
  const onTheWay = ['accepted', 'travelling', 'on-site'].includes(stop.status);
  return (
    <li className={isNext ? 'panel stop-card next' : 'panel stop-card'} data-call={stop.call}>
      <p className="stop-time tabular">
        <strong>{at(stop.start)}</strong>{' '}
        <span className="quiet">{t('day.until', { until: times.time(Date.parse(stop.finish)) })}</span>
        <span className="stop-status">{stop.status}</span>
      </p>
      <h2>{stop.site_name}</h2>
      {stop.address === null ? null : (
        <p>
          <a href={`geo:${stop.latitude},${stop.longitude}?q=${stop.latitude},${stop.longitude}`}>{stop.address}</a>
        </p>
      )}
      <p>
        {stop.device}: {stop.description} <span className="quiet">{stop.call}</span>
      </p>
      {row === undefined ? null : <Face call={row} now={now} times={times} />}
      {reason === null ? (
        <Group mt="sm" grow>
          {next === undefined ? null : (
            <Button
              size="lg"
              loading={busy}
              variant={isNext ? 'filled' : 'default'}
              onClick={() => void send(next, next === 'resume' ? { on_site: true } : {})}
            >
              {t(`day.${next}`)}
            </Button>
          )}
          {onTheWay ? (
            <Button size="lg" variant="default" onClick={() => setReason('')}>
              {t('action.hold')}
            </Button>
          ) : null}
        </Group>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send('hold', { reason });
          }}
        >
          <TextInput
            mt="sm"
            size="lg"
            label={t('action.reason')}
            required
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group mt="sm" grow>
            <Button size="lg" type="submit" loading={busy} disabled={reason.trim() === ''}>
              {t('action.hold')}
            </Button>
            <Button size="lg" variant="default" onClick={() => setReason(null)}>
              {t('give.cancel')}
            </Button>
          </Group>
        </form>
      )}
    </li>
  );
}
