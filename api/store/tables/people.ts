import { defineEntity, p } from '@mikro-orm/core';
import type { Absence, Calendar, Instant, LocalDate, Minor, Resource, SkillLevel } from '#engine';
import { table } from './table.ts';

export const CalendarEntity = defineEntity({
  name: 'Calendar',
  tableName: 'calendars',
  properties: {
    code: p.text().primary(),
    hours: p.text(),
    holidays: p.json<readonly LocalDate[]>(),
    position: p.integer(),
  },
});

export const ResourceEntity = defineEntity({
  name: 'Resource',
  tableName: 'resources',
  properties: {
    code: p.text().primary(),
    name: p.text(),
    skills: p.json<readonly SkillLevel[]>(),
    territory: p.text(),
    latitude: p.double(),
    longitude: p.double(),
    calendar: p.text(),
    maxCalls: p.integer().nullable(),
    hourlyCost: p.bigint('number').$type<Minor>().nullable(),
    speed: p.double(),
    position: p.integer(),
  },
});

export const AbsenceEntity = defineEntity({
  name: 'Absence',
  tableName: 'absences',
  properties: {
    row: p.integer().primary(),
    resource: p.text(),
    from: p.bigint('number').$type<Instant>(),
    to: p.bigint('number').$type<Instant>(),
    reason: p.text().nullable(),
  },
});

export const calendars = table<Calendar>()(CalendarEntity);
export const resources = table<Resource>()(ResourceEntity);
export const absences = table<Absence>()(AbsenceEntity);
