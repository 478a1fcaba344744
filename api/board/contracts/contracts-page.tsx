import './contracts.css';
import { NativeSelect, Tabs, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { segmentsOf } from '../app/address.ts';
import { t } from '../app/messages.ts';
import { useNow } from '../app/times-context.tsx';
import { useDatasetVersion } from '../data/use-dataset-version.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { grouped } from '../parts/money.ts';
import { Waiting } from '../parts/waiting.tsx';
import { timesIn } from '../time/times.ts';
import { PerformanceTab } from './performance-tab.tsx';
import { isPeriod, periodBefore, periodOf } from './period.ts';
import { SpecialDaysTab } from './special-days-tab.tsx';
import { StatementTab } from './statement-tab.tsx';
import { TermsTab } from './terms-tab.tsx';
import type { Contract } from './types.ts';

const TABS = ['performance', 'statement', 'terms', 'special'] as const;
/** Periods offered: the one that runs and those before it. */
const OFFERED = 24;

/** What each contract's performance earns and loses. The address says which contract, tab and period. */
export function ContractsPage() {
  const [chosen = '', askedTab, askedPeriod = ''] = segmentsOf(useParams<{ '*'?: string }>()['*']);
  const tab = TABS.find((each) => each === askedTab) ?? TABS[0];
  const [, go] = useLocation();
  const [wanted, setWanted] = useState('');
  const now = useNow(60);
  const { version } = useDatasetVersion();
  const list = useLoaded<{ contracts: Contract[] }>('contracts', `${version} ${now}`);
  const { value } = list;
  const contracts = value?.contracts ?? [];
  const shown = contracts.filter((each) =>
    `${each.code} ${each.name} ${each.customer_name}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  const contract = contracts.find(({ code }) => code === chosen) ?? (chosen === '' ? contracts[0] : undefined);
  const running = useMemo(
    () => (contract === undefined ? '' : periodOf(timesIn(contract.time_zone).date(now), contract.payment_period)),
    [contract, now],
  );
  const period = isPeriod(askedPeriod) ? askedPeriod : running;
  const open = (next: { code?: string; tab?: string; period?: string }) =>
    go(
      `/contracts/${encodeURIComponent(next.code ?? contract?.code ?? '')}/${next.tab ?? tab}/${next.period ?? period}`,
    );
  const periods =
    running === ''
      ? []
      : [...new Set([...Array.from({ length: OFFERED }, (_, k) => periodBefore(running, k)), period])];

  return (
    <div className="contracts">
      <section className="panel contract-list" aria-labelledby="contracts-title">
        <header className="panel-head">
          <h2 id="contracts-title">{t('page.contracts')}</h2>
          <p className="summary">{contracts.length}</p>
        </header>
        <div className="pad">
          <TextInput
            size="xs"
            type="search"
            placeholder={t('contracts.find')}
            aria-label={t('contracts.find')}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        </div>
        {value === null ? <Waiting of={list} /> : null}
        <ul>
          {shown.map(({ code, name, customer_name, devices, open_calls }) => (
            <li key={code}>
              <Link
                href={`/contracts/${encodeURIComponent(code)}/${tab}`}
                aria-current={code === contract?.code ? 'true' : undefined}
              >
                <strong>{name ?? code}</strong>
                <span>
                  {code} · {customer_name}
                </span>
                <span>{t('contracts.row', { devices, calls: open_calls })}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel contract-detail" aria-labelledby="contract-title">
        {contract === undefined ? (
          <p className="pad">
            {value === null ? '' : chosen === '' ? t('contracts.none') : t('contracts.unknown', { code: chosen })}
          </p>
        ) : (
          <>
            <header className="panel-head">
              <h2 id="contract-title">{contract.name ?? contract.code}</h2>
              <p className="summary">
                {t('contracts.facts', {
                  customer: contract.customer_name,
                  fee: grouped(contract.base_fee),
                  currency: contract.currency,
                  period: t(`period.${contract.payment_period}`),
                  zone: contract.time_zone,
                })}
              </p>
              <NativeSelect
                size="xs"
                aria-label={t('contracts.period')}
                value={period}
                data={periods}
                onChange={(event) => open({ period: event.currentTarget.value })}
              />
            </header>
            <Tabs
              value={tab}
              onChange={(next) => open({ tab: next ?? 'performance' })}
              keepMounted={false}
              className="contract-tabs"
            >
              <Tabs.List>
                {TABS.map((each) => (
                  <Tabs.Tab key={each} value={each}>
                    {t(`contracts.tab.${each}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value="performance">
                <PerformanceTab key={contract.code} contract={contract} period={period} />
              </Tabs.Panel>
              <Tabs.Panel value="statement">
                <StatementTab contract={contract} period={period} running={period === running} />
              </Tabs.Panel>
              <Tabs.Panel value="special">
                <SpecialDaysTab key={`${contract.code} ${period}`} contract={contract} period={period} />
              </Tabs.Panel>
              <Tabs.Panel value="terms">
                <TermsTab key={contract.code} contract={contract} />
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </section>
    </div>
  );
}
