import { formatMoney } from '../../model/money.ts';
import type { AllocationCost, Plan } from '../../model/plan.ts';
import { minor } from '../../model/units.ts';
import { COST_PARTS } from '../problem/cost.ts';
import type { TerritoryInput } from '../problem/territory-input.ts';
import type { BareChange, DifferenceFacts } from './plan-change.ts';

type CostPart = (typeof COST_PARTS)[number];

/**
 * Resources between which calls move, and what their routes cost more, minor units of the policy's currency: both plans
 * timed and priced as of the plan after. What is left of the difference of both plans is imbalance, and ways home of
 * those with nothing more to do.
 */
export interface ChangeGroup {
  readonly resources: readonly string[];
  /** The changed calls, in the order of their numbers. */
  readonly calls: readonly string[];
  /** After less before, as both stand. */
  readonly cost: Readonly<Record<CostPart | 'total', number>>;
  /** What getting there costs more, once. */
  readonly changeCost: number;
  /** `saves 34.50 EUR: less travel 12.00, late fix of C-12 avoided 22.50; to change who comes costs 25.00 once`; empty where it costs the same. */
  readonly text: string;
}

/** Late calls that a text names. */
const NAMED = 3;

/** Changes that hang together, because calls move between the same people, with the money that they save or cost. */
export function changeGroups(changes: readonly BareChange[], facts: DifferenceFacts): ChangeGroup[] {
  const leader = new Map<string, string>();
  const find = (resource: string): string => {
    const up = leader.get(resource) ?? resource;
    return up === resource ? resource : find(up);
  };
  const join = (a: string, b: string): void => {
    const [one, other] = [find(a), find(b)];
    leader.set(one, one);
    leader.set(other, one);
  };
  for (const { before, after } of changes) {
    const first = (before ?? after)?.resource;
    const second = (after ?? before)?.resource;
    if (first !== undefined && second !== undefined) join(first, second);
  }
  const members = Map.groupBy([...leader.keys()].sort(), find);
  return [...members.values()].map((resources) => {
    const own = new Set(resources);
    const calls = changes
      .filter(({ before, after }) => own.has((before ?? after)?.resource ?? ''))
      .map(({ call }) => call);
    return { resources, calls, ...moneyOf(own, facts) };
  });
}

const PER_CALL = [
  'respondLate',
  'fixLate',
  'waiting',
  'travel',
  'overtime',
  'scarceSkills',
] as const satisfies readonly (CostPart & keyof AllocationCost)[];

function moneyOf(own: ReadonlySet<string>, facts: DifferenceFacts): Pick<ChangeGroup, 'cost' | 'changeCost' | 'text'> {
  const { input, stood, made } = facts;
  const [before, after] = [costsOf(stood, own), costsOf(made, own)];
  const cost = Object.fromEntries(['total', ...COST_PARTS].map((part) => [part, 0])) as Record<
    CostPart | 'total',
    number
  >;
  let changeCost = 0;
  const late: [string, number][] = [];
  for (const call of new Set([...before.keys(), ...after.keys()])) {
    changeCost += (after.get(call)?.changeCost ?? 0) - (before.get(call)?.changeCost ?? 0);
    for (const part of PER_CALL) {
      const [was, is] = [before.get(call)?.[part] ?? 0, after.get(call)?.[part] ?? 0];
      cost[part] += is - was;
      if (is === was || (part !== 'fixLate' && part !== 'respondLate')) continue;
      const what = part === 'fixLate' ? 'fix' : 'arrival';
      const which = `late ${what} of ${call}`;
      late.push([
        is === 0 ? `${which} avoided` : was === 0 ? which : is < was ? `${which} less late` : `${which} later still`,
        is - was,
      ]);
    }
  }
  const [left, leaves] = [placedBy(stood, own), placedBy(made, own)];
  for (const call of new Set([...left, ...leaves])) {
    if (left.has(call) === leaves.has(call) || !isLeftOut(left.has(call) ? made : stood, call)) continue;
    const price = unplacedPrice(input, call);
    cost.unplaced += left.has(call) ? price : -price;
    late.push([
      left.has(call) ? `${call} left without a place` : `${call} gets a place`,
      left.has(call) ? price : -price,
    ]);
  }
  cost.total = COST_PARTS.reduce((sum, part) => sum + cost[part], 0);
  return { cost, changeCost, text: textOf(cost, changeCost, late, input.policy.currency) };
}

const costsOf = (plan: Plan, own: ReadonlySet<string>): Map<string, AllocationCost> =>
  new Map(
    (plan.allocationCosts ?? []).flatMap((cost, k) =>
      own.has(plan.allocations[k]!.resource) ? [[cost.call, cost]] : [],
    ),
  );

const placedBy = ({ allocations }: Plan, own: ReadonlySet<string>): Set<string> =>
  new Set(allocations.flatMap(({ call, resource }) => (own.has(resource) ? [call] : [])));

const isLeftOut = ({ unallocated }: Plan, number: string): boolean => unallocated.some(({ call }) => call === number);

/** What a call left without a place costs (domain, section 10), as the planner has it. */
function unplacedPrice({ calls, policy }: TerritoryInput, number: string): number {
  const call = calls.find((each) => each.number === number);
  if (call === undefined) return 0;
  return Math.round(policy.prices[call.class].unplaced * (policy.priorityFactors[call.priority - 1] ?? 1));
}

const WORDS: Readonly<Partial<Record<CostPart, string>>> = {
  travel: 'travel',
  overtime: 'overtime',
  scarceSkills: 'common work for experts',
};

function textOf(
  cost: ChangeGroup['cost'],
  changeCost: number,
  late: readonly [string, number][],
  currency: string,
): string {
  if (cost.total === 0 && changeCost === 0) return '';
  const money = (amount: number): string => formatMoney(minor(Math.abs(amount)), currency);
  const named = late.toSorted((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const rest = named.slice(NAMED).reduce((sum, [, amount]) => sum + amount, 0);
  const parts: [string, number][] = [
    ...named.slice(0, NAMED),
    ...(rest === 0
      ? []
      : [[rest < 0 ? 'less lateness of others' : 'more lateness of others', rest] as [string, number]]),
    ...COST_PARTS.flatMap((part): [string, number][] =>
      WORDS[part] === undefined || cost[part] === 0
        ? []
        : [[`${cost[part] < 0 ? 'less' : 'more'} ${WORDS[part]}`, cost[part]]],
    ),
  ];
  const listed = (which: (amount: number) => boolean): string =>
    parts
      .filter(([, amount]) => which(amount))
      .toSorted((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
      .map(([what, amount]) => `${what} ${money(amount)}`)
      .join(', ');
  const once =
    changeCost === 0
      ? ''
      : `; to change who comes ${changeCost < 0 ? `saves ${money(changeCost)}` : `costs ${money(changeCost)}`} once`;
  if (cost.total === 0) return `costs the same ${currency}${once}`;
  const saves = cost.total < 0;
  const for_ = listed((amount) => amount < 0 === saves);
  const against = listed((amount) => amount < 0 !== saves);
  const head = saves ? `saves ${money(cost.total)} ${currency}` : `costs ${money(cost.total)} ${currency} more`;
  return `${head}: ${for_}${against === '' ? '' : `; in return ${against}`}${once}`;
}
