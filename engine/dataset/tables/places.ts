import type { Customer } from '../../model/customer.ts';
import type { Site } from '../../model/site.ts';
import type { Territory } from '../../model/territory.ts';
import type { Zone } from '../../model/zone.ts';
import { list, skillLevel } from '../kinds/list.ts';
import { latitude, longitude, whole } from '../kinds/number.ts';
import { boolean, code, line, openingHours, timeZone } from '../kinds/text.ts';
import { duration } from '../kinds/time.ts';
import { many, optional, required, type Table } from '../table.ts';

export const customers: Table<Customer> = {
  name: 'customers',
  key: 'code',
  columns: { code: required(code), name: required(line) },
};

export const territories: Table<Territory> = {
  name: 'territories',
  key: 'code',
  columns: { code: required(code), name: required(line), timeZone: required(timeZone) },
};

export const sites: Table<Site> = {
  name: 'sites',
  key: 'code',
  columns: {
    code: required(code),
    customer: required(code, { references: 'customers' }),
    name: required(line),
    latitude: required(latitude),
    longitude: required(longitude),
    timeZone: required(timeZone),
    territory: required(code, { references: 'territories' }),
    address: optional(line),
    skills: many(list(skillLevel), { references: 'skills' }),
    accessHours: optional(openingHours, { extension: true }),
    accessNotice: optional(duration('above zero'), { extension: true }),
    emergencyAccess: optional(boolean, { extension: true }),
  },
};

export const zones: Table<Zone> = {
  name: 'zones',
  key: 'code',
  columns: {
    code: required(code),
    name: optional(line),
    requiredAvailable: optional(whole('required_available', { least: 1 })),
  },
};
