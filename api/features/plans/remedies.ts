import { findRemedies, formatDuration, formatInstant, type Remedy } from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Em, StoredPlan } from '../../store/index.ts';
import { finishedIn, inputOf } from './planning/facts.ts';

/** What would give calls a place that the plan leaves out, by number: tried in the plan as it stands, so it takes some milliseconds each. */
export async function remediesOf(
  em: Em,
  day: Day,
  plan: StoredPlan,
  numbers: readonly string[],
): Promise<Map<string, Remedy[]>> {
  const { territory } = plan;
  const { reference } = day.tables;
  if (numbers.length === 0) return new Map();
  const finished = await finishedIn(em, day, territory);
  const input = inputOf(day, territory, finished);
  return new Map(numbers.map((number) => [number, findRemedies({ reference, input, plan, finished }, number)]));
}

export const remediesView = (remedies: readonly Remedy[]) =>
  remedies.map((remedy) => ({ kind: remedy.kind, resource: remedy.resource, text: remedy.text, ...factsOf(remedy) }));

function factsOf(remedy: Remedy) {
  switch (remedy.kind) {
    case 'longer-shift':
      return { on: remedy.on, minutes: remedy.minutes };
    case 'more-calls':
      return { max_calls: remedy.maxCalls };
    case 'skill':
      return { skill: remedy.skill.skill, level: remedy.skill.level };
    case 'later-appointment':
    case 'access':
      return { at: formatInstant(remedy.at) };
    case 'later-day':
      return { on: remedy.on, horizon: formatDuration(remedy.horizon) };
    case 'loan':
      return { on: remedy.on, from: remedy.from, territory: remedy.territory };
  }
}
