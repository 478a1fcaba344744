import type { Device } from '../../model/device.ts';
import type { Model } from '../../model/model.ts';
import type { Skill } from '../../model/skill.ts';
import { list, skillLevel } from '../kinds/list.ts';
import { number } from '../kinds/number.ts';
import { code, line, openingHours, skillCode } from '../kinds/text.ts';
import { date, duration, period } from '../kinds/time.ts';
import { checkOrder, defaulting, many, optional, required, type Table } from '../table.ts';

export const skills: Table<Skill> = {
  name: 'skills',
  key: 'code',
  columns: { code: required(skillCode), name: optional(line) },
};

export const models: Table<Model> = {
  name: 'models',
  key: 'code',
  columns: {
    code: required(code),
    name: required(line),
    skills: many(list(skillLevel), { references: 'skills' }),
    repairTime: required(duration('above zero')),
    maintenanceEvery: optional(period),
    maintenanceTime: optional(duration('above zero')),
  },
};

export const devices: Table<Device> = {
  name: 'devices',
  key: 'code',
  columns: {
    code: required(code),
    contract: required(code, { references: 'contracts' }),
    site: required(code, { references: 'sites' }),
    model: required(code, { references: 'models' }),
    zone: optional(code, { references: 'zones' }),
    groups: many(list(code)),
    weight: defaulting(number('weight', { above: 0 }), 1),
    installedOn: optional(date),
    retiredOn: optional(date),
    warrantyUntil: optional(date),
    accessHours: optional(openingHours, { extension: true }),
  },
  check: (row, report) =>
    checkOrder({ from: row.installedOn, to: row.retiredOn }, { from: 'installed_on', to: 'retired_on' }, report),
};
