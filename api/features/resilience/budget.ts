import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../../problem.ts';

/** The time that a request may take. It travels with all that is done for the request: queries, loops, transactions. */
export interface Budget {
  /** Method and route as declared: `GET /contracts/:code/statements/:period`. */
  readonly route: string;
  /** Milliseconds in all. */
  readonly limit: number;
  /** Milliseconds since it began. */
  elapsed(): number;
  /** Nobody waits for the answer any more. @throws Refusal, from now on, in whatever is still done for the request */
  abandon(why: Refusal): void;
  /** The answer has left: what goes on for others meanwhile may take its time. */
  end(): void;
  /** @throws Refusal deadline-exceeded, or why it was abandoned */
  check(): void;
}

export function createBudget(route: string, limit: number, clock: () => number = () => performance.now()): Budget {
  const began = clock();
  let ended = false;
  let abandoned: Refusal | null = null;
  return {
    route,
    limit,
    elapsed: () => clock() - began,
    abandon(why) {
      abandoned ??= why;
    },
    end() {
      ended = true;
    },
    check() {
      if (abandoned !== null) throw abandoned;
      if (!ended && clock() - began > limit) throw deadlineExceeded(limit);
    },
  };
}

export const deadlineExceeded = (limit: number): Refusal =>
  new Refusal('deadline-exceeded', `This took longer than ${limit / 1000} seconds, and was given up.`);

const budgets = new AsyncLocalStorage<Budget | null>();

/** The budget of the request that this is done for; null: it is done for none, and may take its time. */
export const currentBudget = (): Budget | null => budgets.getStore() ?? null;

/** Runs work, and all that it leads to, under a budget. */
export const withBudget = <T>(budget: Budget, work: () => T): T => budgets.run(budget, work);

/** Runs what a request has set off, and what others will use as well. */
export const withoutBudget = <T>(work: () => T): T => budgets.run(null, work);

/** For long loops, once a round. @throws Refusal when the request that they run for has no time left */
export const checkBudget = (): void => currentBudget()?.check();

/** Whose work the event loop took up last: what holds it from here on is theirs. */
let resumed = 'background';

/** Says that work goes on for whatever the present budget belongs to. Called where an answer is waited for: after queries. */
export function resume(): void {
  resumed = currentBudget()?.route ?? 'background';
}

export const lastResumed = (): string => resumed;
