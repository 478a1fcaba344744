import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  failed,
  type Instant,
  minor,
  ok,
  type Plan,
  type Problem,
  parseInstant,
  parseMoney,
  type Result,
} from '#engine';

const instantText = z.string().transform((text, context): Instant => {
  const value = parseInstant(text);
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: 'is no instant with offset' });
  return z.NEVER;
});

/** A plan as `turnout plan` prints it; what the checker has no use for is passed over. */
const planFile = z.object({
  now: instantText,
  currency: z.string().regex(/^[A-Z]{3}$/, 'is no ISO 4217 currency'),
  allocations: z.array(
    z.object({
      call: z.string(),
      resource: z.string(),
      travel_start: instantText,
      arrival: instantText,
      start: instantText,
      finish: instantText,
      travel_seconds: z.number().int().min(0),
      fixed: z.boolean().default(false),
    }),
  ),
  unallocated: z.array(
    z.object({
      call: z.string(),
      reasons: z.array(z.object({ code: z.string(), resource: z.string().optional(), text: z.string().default('') })),
    }),
  ),
  cost: z.object({
    total: z.string(),
    respond_late: z.string(),
    fix_late: z.string(),
    // Plans printed before there was a price of waiting have none.
    waiting: z.string().default('0'),
    unplaced: z.string(),
    travel: z.string(),
    overtime: z.string(),
    imbalance: z.string(),
    scarce_skills: z.string(),
  }),
  change_cost: z.string(),
});

export interface PlanFile {
  readonly now: Instant;
  readonly plan: Plan;
}

/** Reads a printed plan. Problems: `plan-unreadable`, and `plan-invalid` with the path of each bad value. */
export async function readPlanFile(path: string): Promise<Result<PlanFile>> {
  const action = 'Name a file with the output of `turnout plan`.';
  let given: unknown;
  try {
    given = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const message =
      error instanceof SyntaxError
        ? 'This file is not JSON.'
        : `This file can't be read (${(error as NodeJS.ErrnoException).code}).`;
    return failed([{ code: 'plan-unreadable', field: 'PLAN', value: path, message, action }]);
  }
  const parsed = planFile.safeParse(given);
  if (!parsed.success) return failed(parsed.error.issues.map((issue) => invalid(issue.path, `${issue.message}.`)));
  const { now, currency, allocations, unallocated, cost, change_cost } = parsed.data;
  const problems: Problem[] = [];
  const money = (part: keyof typeof cost) => {
    const amount = parseMoney(cost[part], currency);
    if (amount === null) problems.push(invalid(['cost', part], `${cost[part]} is no amount of ${currency}.`));
    return amount ?? minor(0);
  };
  const change = parseMoney(change_cost, currency);
  if (change === null) problems.push(invalid(['change_cost'], `${change_cost} is no amount of ${currency}.`));
  const plan: Plan = {
    allocations: allocations.map(({ travel_start, travel_seconds, ...rest }) => ({
      ...rest,
      travelStart: travel_start,
      travelSeconds: travel_seconds,
    })),
    unallocated: unallocated.map(({ call, reasons }) => ({
      call,
      reasons: reasons.map(({ resource, ...reason }) => (resource === undefined ? reason : { ...reason, resource })),
    })),
    cost: {
      total: money('total'),
      respondLate: money('respond_late'),
      fixLate: money('fix_late'),
      waiting: money('waiting'),
      unplaced: money('unplaced'),
      travel: money('travel'),
      overtime: money('overtime'),
      imbalance: money('imbalance'),
      scarceSkills: money('scarce_skills'),
    },
    changeCost: change ?? minor(0),
  };
  return problems.length > 0 ? failed(problems) : ok({ now, plan });
}

const invalid = (path: readonly PropertyKey[], message: string): Problem => ({
  code: 'plan-invalid',
  field: path.map(String).join('.'),
  message,
  action: 'Give the plan as `turnout plan` prints it.',
});
