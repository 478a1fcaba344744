import './my-day.css';
import { NativeSelect } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useInAddress } from '../app/address.ts';
import { named, t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import { useLive } from '../data/live-context.tsx';
import type { Resource, Route } from '../data/types.ts';
import { useDatasetVersion } from '../data/use-dataset-version.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { Waiting } from '../parts/waiting.tsx';
import { StopCard } from './stop-card.tsx';

const KEY = 'turnout.resource';

/** A technician's own day, for a phone: where to go next, and one button for what comes next there. */
export function MyDayPage() {
  const [asked, setAsked] = useInAddress('resource');
  const code = asked === '' ? (localStorage.getItem(KEY) ?? '') : asked;
  const [version, setVersion] = useState(0);
  const changed = useCallback(() => setVersion((before) => before + 1), []);
  useLive(
    useCallback(
      ({ kind }) => {
        if (kind !== 'performance') changed();
      },
      [changed],
    ),
  );
  const { version: tables } = useDatasetVersion();
  const { value: people } = useLoaded<{ resources: Resource[] }>('resources', tables);
  const day = useLoaded<Route>(code === '' ? null : `resources/${encodeURIComponent(code)}/route`, version);
  const route = day.value;
  const times = useTimes();
  const now = useNow(30);
  const done = route?.stops.filter(({ status }) => isDone(status)) ?? [];
  const open = route?.stops.filter(({ status }) => !isDone(status)) ?? [];
  return (
    <div className="page day-page">
      <h1>{t('day.title')}</h1>
      <NativeSelect
        label={t('day.who')}
        value={code}
        onChange={(event) => {
          localStorage.setItem(KEY, event.currentTarget.value);
          setAsked(event.currentTarget.value);
        }}
        data={[
          { value: '', label: t('day.choose') },
          ...(people?.resources.map((each) => ({ value: each.code, label: `${each.name} (${each.code})` })) ?? []),
        ]}
      />
      {route === null ? (
        code === '' ? null : (
          <Waiting of={day} />
        )
      ) : (
        <>
          <p className="quiet" role="status">
            {t('day.summary', { day: times.day(now), open: open.length, done: done.length })}
          </p>
          {open.length === 0 ? <p>{t('day.nothing')}</p> : null}
          <ol className="stops">
            {open.map((stop, place) => (
              <StopCard key={stop.call} stop={stop} who={route.name} isNext={place === 0} onChanged={changed} />
            ))}
          </ol>
          {done.length === 0 ? null : (
            <details>
              <summary>{t('day.done', { count: done.length })}</summary>
              <ul>
                {done.map((stop) => (
                  <li key={stop.call}>
                    {times.time(Date.parse(stop.start))} {stop.site_name}: {stop.description}{' '}
                    <span className="quiet">{named('status', stop.status)}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </div>
  );
}

const isDone = (status: string): boolean => ['fixed', 'closed', 'cancelled'].includes(status);
