import { type Call, type DatasetStatement, formatInstant, formatMoney, minor, type Reference } from '#engine';
import { openStakeView, type StatementView, statementView } from './statement-view.ts';

/** A call that counts in the period, for whoever wants to see each. */
export interface CallLine {
  readonly call: string;
  readonly device: string;
  readonly site: string;
  readonly type: string;
  readonly description: string;
  readonly logged_at: string;
  readonly responded_at: string | null;
  readonly respond_by: string | null;
  readonly respond: string | null;
  readonly fixed_at: string | null;
  readonly fix_by: string | null;
  readonly fix: string | null;
  readonly excuse: string | null;
  /** Working time, decimal hours; null: nobody has been there, or has left yet. */
  readonly hours_spent: string | null;
  /** What the statement's lines charge for it by itself. */
  readonly amount: string;
}

/** All that is printed: the statement with its version, the forecast, and the calls if asked. */
export interface StatementDocument extends StatementView {
  readonly contract_name: string | null;
  readonly customer_name: string;
  /** Version of a closed period; null: it is live. */
  readonly version: number | null;
  readonly forecast: StatementView | null;
  readonly open_calls: readonly ReturnType<typeof openStakeView>[] | null;
  readonly calls: readonly CallLine[] | null;
}

export interface DocumentOptions {
  /** Whether each call is listed. */
  readonly calls: boolean;
  readonly version: number | null;
  /** Working time of calls in milliseconds, as it was recorded; of others it is taken from arrival to fix. */
  readonly hours?: ReadonlyMap<string, number>;
}

/** A statement to be given out; without measures no calls are listed. */
export type Documented = Omit<DatasetStatement, 'measures'> & {
  readonly measures: DatasetStatement['measures'] | null;
};

export function statementDocument(
  made: Documented,
  { customers }: Pick<Reference, 'customers'>,
  options: DocumentOptions,
): StatementDocument {
  const { contract } = made.subject;
  const view = statementView(made.statement);
  return {
    ...view,
    contract_name: contract.name,
    customer_name: customers.find(({ code }) => code === contract.customer)?.name ?? contract.customer,
    version: options.version,
    forecast: made.outlook === null ? null : statementView(made.outlook.forecast),
    open_calls: made.outlook === null ? null : made.outlook.openCalls.map((each) => openStakeView(each, view.currency)),
    calls: options.calls ? callLines(made, options.hours ?? new Map()) : null,
  };
}

/** Calls with a clock or a failure in the period, in order of `logged_at`, then number. */
function callLines({ measures, subject, statement }: Documented, hours: ReadonlyMap<string, number>): CallLine[] {
  if (measures === null) return [];
  const { contract, period } = subject;
  const scope = { kind: 'contract', code: contract.code } as const;
  const clocks = Map.groupBy(measures.clockResults(scope, period), ({ call }) => call);
  const failures = measures.failures(scope, period).map(({ call }) => call);
  const amounts = new Map<string, number>();
  for (const { evidence } of statement.lines) {
    for (const { calls, amount } of evidence) {
      const [first] = calls;
      if (first !== undefined && amount !== null) amounts.set(first, (amounts.get(first) ?? 0) + amount);
    }
  }
  const numbers = new Set([...clocks.keys(), ...failures, ...amounts.keys()]);
  const calls = [...numbers].flatMap((number) => measures.calls.get(number) ?? []);
  calls.sort((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1));
  const devices = new Map(measures.devices.map((device) => [device.code, device]));
  return calls.map((call): CallLine => {
    const own = clocks.get(call.number) ?? [];
    const respond = own.find(({ clock }) => clock === 'respond');
    const fix = own.find(({ clock }) => clock === 'fix');
    const spent = hours.get(call.number) ?? timeOnSite(call);
    const at = (instant: Call['fixedAt'] | undefined) => (instant ? formatInstant(instant) : null);
    return {
      call: call.number,
      device: call.device,
      site: devices.get(call.device)?.site ?? '',
      type: call.type,
      description: call.description,
      logged_at: formatInstant(call.loggedAt),
      responded_at: at(call.respondedAt),
      respond_by: at(respond?.deadline),
      respond: respond?.outcome ?? null,
      fixed_at: at(call.fixedAt),
      fix_by: at(fix?.deadline),
      fix: fix?.outcome ?? null,
      excuse: call.excuse,
      hours_spent: spent === null ? null : (spent / 3_600_000).toFixed(2),
      amount: formatMoney(minor(amounts.get(call.number) ?? 0), statement.currency),
    };
  });
}

/** Where no visits were recorded: from the first arrival to the fix, holds taken out. */
function timeOnSite({ respondedAt, fixedAt, holds }: Call): number | null {
  if (respondedAt === null || fixedAt === null) return null;
  const held = holds.reduce((sum, { from, to }) => {
    const [start, end] = [Math.max(from, respondedAt), Math.min(to ?? fixedAt, fixedAt)];
    return sum + Math.max(0, end - start);
  }, 0);
  return Math.max(0, fixedAt - respondedAt - held);
}
