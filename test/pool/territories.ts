import { defaultPolicy } from '../../engine/dataset/index.ts';
import { DAY, HOUR, instant, localDate, MINUTE, millis, minor } from '../../engine/model/units.ts';
import type { TerritoryInput } from '../../engine/planning/problem/territory-input.ts';
import { randomNumbers } from './random-numbers.ts';

const NOW = instant(Date.UTC(2026, 5, 1, 6));

/** Thirty calls and four resources around a town, with enough work that not all can be on time. */
export function madeUpTerritory(seed: number): TerritoryInput {
  const random = randomNumbers(seed);
  const near = (degrees: number) => degrees + (random(2000) - 1000) / 10_000;
  return {
    timeZone: 'UTC',
    territory: `town-${seed}`,
    now: NOW,
    policy: defaultPolicy('GBP'),
    calls: Array.from({ length: 30 }, (_, k) => ({
      number: `C${k}`,
      latitude: near(51.5),
      longitude: near(-0.1),
      skills: random(3) === 0 ? [{ skill: 'lift', level: 1 + random(2) }] : [],
      workTime: millis((30 + random(90)) * MINUTE),
      respondBy: instant(NOW + random(12) * HOUR),
      fixBy: instant(NOW + random(48) * HOUR),
      respondedAt: null,
      class: 'normal',
      priority: 1 + random(9),
      status: 'open',
      resource: null,
      pinned: false,
      earliest: null,
      latest: null,
      plannedStart: null,
      inUse: null,
      temporaryFixedAt: null,
      arrivedAt: null,
      visitSkills: null,
      resolution: null,
      keptTerms: null,
      held: false,
      duplicateOf: null,
    })),
    resources: Array.from({ length: 4 }, (_, k) => ({
      code: `R${k}`,
      skills: k < 2 ? [{ skill: 'lift', level: 1 + k }] : [],
      latitude: near(51.5),
      longitude: near(-0.1),
      maxCalls: null,
      hourlyCost: minor(4000),
      speed: 1,
      shifts: [0, 1].map((day) => {
        const start = instant(NOW + day * DAY + 2 * HOUR);
        const end = instant(start + 8 * HOUR);
        return {
          date: localDate(`2026-06-0${1 + day}`),
          bands: [{ start, end }],
          onCallUpTo: null,
          regularEnd: end,
          dates: 1,
          done: null,
        };
      }),
    })),
  };
}
