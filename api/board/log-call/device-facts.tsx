import { Alert } from '@mantine/core';
import { named, t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import type { DeviceOverview } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { Waiting } from '../parts/waiting.tsx';
import { inWords } from '../time/in-words.ts';

type BriefCall = DeviceOverview['open_calls'][number];

/** What is known of the device while the caller speaks: whose it is, cover, open calls, recent failures. */
export function DeviceFacts({ code, version }: { readonly code: string; readonly version: unknown }) {
  const loaded = useLoaded<DeviceOverview>(`devices/${encodeURIComponent(code)}`, version);
  const device = loaded.value;
  const times = useTimes();
  const now = useNow(30);
  if (device === null) return <Waiting of={loaded} />;
  const at = (text: string | null) => (text === null ? '–' : times.short(Date.parse(text), now));
  const { cover, contract } = device;
  const facts: [string, React.ReactNode][] = [
    [t('device.model'), `${device.model.name} (${device.model.code})`],
    [t('device.site'), [device.site.name, device.site.address, device.zone].filter(Boolean).join(', ')],
    [t('device.customer'), device.customer.name],
    [
      t('device.contract'),
      `${contract.name ?? contract.code}${contract.ends_on === null ? '' : `, ${t(contract.auto_renew ? 'device.renews' : 'device.until', { date: contract.ends_on })}`}`,
    ],
    [
      t('device.cover'),
      cover === null ? (
        t('device.noCover')
      ) : (
        <>
          <span className={cover.counting ? 'face green' : 'face out'}>
            {cover.counting ? '● ' : '○ '}
            {cover.changes_at === null
              ? t('device.always')
              : t(cover.counting ? 'device.covered' : 'device.uncovered', { until: at(cover.changes_at) })}
          </span>
          <span className="quiet"> {cover.hours}</span>
        </>
      ),
    ],
    ...(cover === null
      ? []
      : ([[t('device.promise'), t('device.promised', { respond: at(cover.respond_by), fix: at(cover.fix_by) })]] as [
          string,
          string,
        ][])),
  ];
  return (
    <>
      <h2>{device.code}</h2>
      {device.problems.map((problem) => (
        <Alert key={problem.code} color="red" title={inWords(problem.message, times, now)} my="xs">
          {problem.action}
        </Alert>
      ))}
      {device.under_warranty ? (
        <p className="face amber">▲ {t('device.warranty', { date: device.warranty_until ?? '' })}</p>
      ) : null}
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('device.open', { count: device.open_calls.length })}</h3>
      <Calls calls={device.open_calls} at={at} />
      <h3>{t('device.recent', { count: device.failures })}</h3>
      <Calls calls={device.recent} at={at} />
    </>
  );
}

function Calls({ calls, at }: { readonly calls: readonly BriefCall[]; readonly at: (text: string | null) => string }) {
  if (calls.length === 0) return <p className="quiet">{t('device.none')}</p>;
  return (
    <ul className="brief-calls">
      {calls.map((call) => (
        <li key={call.number}>
          {/* Beside: a half-written call is not to be lost. */}
          <a href={`#/calls/${encodeURIComponent(call.number)}`} target="_blank" rel="noreferrer">
            {call.number}
          </a>{' '}
          {call.description}{' '}
          <span className="quiet">
            {t('device.logged', { at: at(call.logged_at), status: named('status', call.status) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
