import { instant } from '#engine';
import type { TestProcess } from '../support/test-app.ts';

/** Monday morning, UTC. */
export const NOW = instant(Date.parse('2026-06-01T09:00:00Z'));

const table = (...lines: string[]): string => `${lines.join('\n')}\n`;

/** A small town: two territories, five lifts, three technicians who work by day. */
export const TOWN: Readonly<Record<string, string>> = {
  'customers.csv': table('code,name', 'CITY,City Lifts'),
  'territories.csv': table('code,name,time_zone', 'NORTH,North,UTC', 'SOUTH,South,UTC'),
  'calendars.csv': table('code,hours', 'ALWAYS,24/7', 'DAY,Mo-Fr 08:00-18:00'),
  'contracts.csv': table(
    'code,customer,currency,time_zone,starts_on,base_fee,approval_over,clock_stopping_holds,reopen',
    'MAIN,CITY,GBP,UTC,2020-01-01,1000.00,PT8H,no access,continue',
    'NEW,CITY,GBP,UTC,2020-01-01,1000.00,,no access,new',
    'AGAIN,CITY,GBP,UTC,2020-01-01,1000.00,,,repeat',
  ),
  'skills.csv': table('code', 'lift', 'escalator'),
  'models.csv': table('code,name,skills,repair_time', 'L1,Lift,lift,PT1H', 'E1,Escalator,escalator,PT2H'),
  'sites.csv': table(
    'code,customer,name,latitude,longitude,time_zone,territory',
    'N1,CITY,North Station,51.50,-0.10,UTC,NORTH',
    'S1,CITY,South Station,51.40,-0.10,UTC,SOUTH',
  ),
  'devices.csv': table(
    'code,contract,site,model',
    'LIFT-1,MAIN,N1,L1',
    'LIFT-2,MAIN,N1,L1',
    'LIFT-3,NEW,N1,L1',
    'LIFT-4,AGAIN,S1,L1',
    'ESC-1,MAIN,S1,E1',
  ),
  'regimes.csv': table('code,calendar,respond_within,fix_within', 'STD,ALWAYS,PT2H,PT8H'),
  'regime_rules.csv': table('contract,customer,regime', ',CITY,STD'),
  'priority_rules.csv': table('dimension,code,level', 'model,E1,2'),
  'resources.csv': table(
    'code,name,skills,territory,latitude,longitude,calendar',
    'ANN,Ann,lift;escalator,NORTH,51.50,-0.11,DAY',
    'BOB,Bob,lift,NORTH,51.52,-0.10,DAY',
    'CAT,Cat,lift;escalator,SOUTH,51.40,-0.11,DAY',
  ),
};

export async function importTown(process: TestProcess, files = TOWN, mode = 'replace', headers = {}): Promise<void> {
  const reply = await process.app.inject({
    method: 'POST',
    url: `/datasets?mode=${mode}`,
    payload: { files },
    headers,
  });
  if (reply.statusCode !== 200) throw new Error(reply.body);
}

export const post = (process: TestProcess, url: string, payload: object, headers: Record<string, string> = {}) =>
  process.app.inject({ method: 'POST', url, payload, headers });
export const get = (process: TestProcess, url: string, headers: Record<string, string> = {}) =>
  process.app.inject({ method: 'GET', url, headers });

export const fault = (device: string, description = 'stuck') => ({ device, contact: 'Ann at the desk', description });

/** Logs a call and gives its number. */
export async function logged(
  process: TestProcess,
  device: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const reply = await post(process, '/calls', fault(device), headers);
  if (reply.statusCode !== 201) throw new Error(reply.body);
  return reply.json().number;
}

/** Waits until the territory's plan knows the call, allocated or not. */
export async function planned(process: TestProcess, territory: string, call: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const reply = await get(process, `/territories/${territory}/plan`);
    if (reply.statusCode === 200) {
      const plan = reply.json();
      if ([...plan.allocations, ...plan.unallocated].some((each: { call: string }) => each.call === call)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no plan of ${territory} knows ${call}: ${JSON.stringify(process.faults)}`);
}

/** Until nothing waits to be planned any more, whole plans too. */
export async function quiet(process: TestProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const waiting = await process.store
      .em()
      .execute(
        `select 1 from pgboss.job where name in ('plan-territory', 'plan-whole-territory') and state in ('created', 'active', 'retry')`,
      );
    if (waiting.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the planner does not come to rest: ${JSON.stringify(process.faults)}`);
}
