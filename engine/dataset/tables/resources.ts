import type { Absence, Resource } from '../../model/resource.ts';
import { list, skillLevel } from '../kinds/list.ts';
import { money } from '../kinds/money.ts';
import { latitude, longitude, number, whole } from '../kinds/number.ts';
import { code, line } from '../kinds/text.ts';
import { instant } from '../kinds/time.ts';
import { defaulting, many, optional, required, type Table } from '../table.ts';

export const resources: Table<Resource> = {
  name: 'resources',
  key: 'code',
  columns: {
    code: required(code),
    name: required(line),
    skills: many(list(skillLevel), { references: 'skills' }),
    territory: required(code, { references: 'territories' }),
    latitude: required(latitude),
    longitude: required(longitude),
    calendar: required(code, { references: 'calendars' }),
    maxCalls: optional(whole('max_calls', { least: 0 })),
    hourlyCost: optional(money),
    speed: defaulting(number('speed', { above: 0, most: 100 }), 1),
  },
};

export const absences: Table<Omit<Absence, 'row'>> = {
  name: 'absences',
  key: null,
  columns: {
    resource: required(code, { references: 'resources' }),
    from: required(instant),
    to: required(instant),
    reason: optional(line),
  },
  check: ({ from, to }, report) => {
    if (from !== undefined && to !== undefined && from >= to)
      report(
        'to',
        'contradictory-values',
        'The absence ends at or before its start.',
        'Give to an instant after from.',
      );
  },
};
