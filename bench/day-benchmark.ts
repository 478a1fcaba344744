import type { Benchmark } from './benchmark.ts';
import { liveDays } from './day/live-days.ts';
import { type DayMoney, moneyOf } from './day/money.ts';
import { DAY_POLICIES, DEFAULT_POLICY, POLICY_MEANINGS } from './day/policies.ts';
import { generatedScenario, realScenarios, type Scenario } from './day/scenario.ts';
import { progress } from './progress.ts';
import { PROTOCOL } from './protocol.ts';
import { markdownTable, thousands } from './tables.ts';

/** Seeds of the generated days. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const SIZE = { calls: 70, resources: 26, days: 3, historyDays: 10 };

const DAY_PROTOCOL: readonly string[] = [
  ...PROTOCOL.slice(0, 1),
  `Three days of one territory with about ${SIZE.calls} calls a day and ${SIZE.resources} technicians, ${SEEDS.length} seeds, and three busy days each of the real call log where its files are there. Calls arrive as they did; repairs take what is thought times a lognormal factor (sigma 0.5, mean 1); a technician falls ill on 3 % of days; what came is worked off for five days after. All of that is drawn by seed and is the same for each policy.`,
  'A plan is made at each event (a call, the end of a visit, an illness, somebody due to leave), and each passes the checker; people stay with what they have begun. Generated appointments are left out, work is at most three hours, and in generated days each skill is held by three of four, so that no call is beyond everybody.',
  'Inversions are calls that somebody could have served before one of a lower class, by the checker, in every tenth plan; avoidable are those that cost less than the policy’s detour.',
  'Money is what happened in the end: lateness of every call by the policy’s prices, and travel. Compared are sums over all seeds; a ratio of a policy is to planning by order alone.',
];

interface DayRow {
  readonly scenario: string;
  readonly policy: string;
  readonly money: DayMoney;
  readonly plans: number;
}

/** Days lived under several policies: what counts is the money in the end. */
export const dayBenchmark: Benchmark = {
  name: 'day',
  title: 'Days',
  protocol: DAY_PROTOCOL,
  sizes: [],
  async run() {
    const rows: DayRow[] = [];
    for (const seed of SEEDS) live(generatedScenario(SIZE, seed), rows);
    const real = realScenarios();
    for (const scenario of real) live(scenario, rows);
    const generated = sums(rows.filter(({ scenario }) => scenario.startsWith('generated')));
    const lived = sums(rows.filter(({ scenario }) => !scenario.startsWith('generated')));
    const because = 'the raw files of the real call log are not there';
    const skipped = real.length > 0 ? [] : [{ stage: 'real_log', n: null, because }];
    const best = [...generated].sort((a, b) => a.total - b.total)[0]!;
    return {
      json: {
        seeds: SEEDS.length,
        default_policy: DEFAULT_POLICY,
        best_policy: best.policy,
        ratio_default_to_order_alone: generated.find(({ policy }) => policy === DEFAULT_POLICY)!.ratio,
        generated,
        real_log: lived,
        days: rows.map(({ scenario, policy, money, plans }) => ({ scenario, policy, plans, ...money })),
        skipped,
      },
      markdown: [
        '### Generated days',
        table(generated),
        lived.length > 0 ? '### Days of the real log' : '',
        lived.length > 0 ? table(lived) : '',
        skipped.map(({ stage }) => `- Skipped: ${stage}: ${because}.`).join('\n'),
      ],
    };
  },
};

function live(scenario: Scenario, rows: DayRow[]): void {
  for (const [policy, how] of Object.entries(DAY_POLICIES)) {
    const days = liveDays(scenario, how);
    const money = moneyOf(days, scenario.dataset);
    rows.push({ scenario: scenario.name, policy, money, plans: days.plans });
    progress(`  ${scenario.name}, ${policy}: ${thousands(money.total)} minor units, ${days.plans} plans`);
  }
}

interface PolicySum extends DayMoney {
  readonly policy: string;
  /** To planning by order alone. */
  readonly ratio: number;
  /** Scenarios in which it cost less than order alone. */
  readonly better_in: number;
  readonly scenarios: number;
}

function sums(rows: readonly DayRow[]): PolicySum[] {
  const plainest = Object.keys(DAY_POLICIES)[0]!;
  const base = new Map(rows.filter(({ policy }) => policy === plainest).map((row) => [row.scenario, row.money.total]));
  const whole = [...base.values()].reduce((sum, each) => sum + each, 0);
  const total = (own: readonly DayRow[], of: keyof DayMoney) => own.reduce((sum, { money }) => sum + money[of], 0);
  return [...Map.groupBy(rows, ({ policy }) => policy)].map(([policy, own]) => ({
    policy,
    total: total(own, 'total'),
    respondLate: Math.round(total(own, 'respondLate')),
    fixLate: Math.round(total(own, 'fixLate')),
    never: Math.round(total(own, 'never')),
    travel: Math.round(total(own, 'travel')),
    respondMissed: total(own, 'respondMissed'),
    fixMissed: total(own, 'fixMissed'),
    urgentMissed: total(own, 'urgentMissed'),
    inversions: total(own, 'inversions'),
    avoidable: total(own, 'avoidable'),
    countedPlans: total(own, 'countedPlans'),
    calls: total(own, 'calls'),
    ratio: Number((total(own, 'total') / whole).toFixed(4)),
    better_in: own.filter(({ scenario, money }) => money.total < base.get(scenario)!).length,
    scenarios: own.length,
  }));
}

const COLUMNS = [
  ...['policy', 'money, minor units', 'of order alone', 'better in', 'respond late', 'fix late', 'never', 'travel'],
  ...['respond missed', 'fix missed', 'of them urgent', 'inversions', 'avoidable', 'in plans', 'calls', 'what'],
];

const table = (rows: readonly PolicySum[]): string =>
  markdownTable(
    COLUMNS,
    rows.map((each) => [
      each.policy,
      thousands(each.total),
      `${(each.ratio * 100).toFixed(1)} %`,
      `${each.better_in} of ${each.scenarios}`,
      thousands(each.respondLate),
      thousands(each.fixLate),
      thousands(each.never),
      thousands(each.travel),
      thousands(each.respondMissed),
      thousands(each.fixMissed),
      thousands(each.urgentMissed),
      thousands(each.inversions),
      thousands(each.avoidable),
      thousands(each.countedPlans),
      thousands(each.calls),
      POLICY_MEANINGS[each.policy] ?? '',
    ]),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
  );
