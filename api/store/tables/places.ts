import { defineEntity, p } from '@mikro-orm/core';
import type {
  CalendarPeriod,
  Device,
  LocalDate,
  Millis,
  Model,
  Site,
  Skill,
  SkillLevel,
  Territory,
  Zone,
} from '#engine';
import { table } from './table.ts';

export const TerritoryEntity = defineEntity({
  name: 'Territory',
  tableName: 'territories',
  properties: {
    code: p.text().primary(),
    name: p.text(),
    timeZone: p.text(),
    position: p.integer(),
  },
});

export const SiteEntity = defineEntity({
  name: 'Site',
  tableName: 'sites',
  properties: {
    code: p.text().primary(),
    customer: p.text(),
    name: p.text(),
    latitude: p.double(),
    longitude: p.double(),
    timeZone: p.text(),
    territory: p.text(),
    address: p.text().nullable(),
    skills: p.json<readonly SkillLevel[]>(),
    accessHours: p.text().nullable(),
    accessNotice: p.bigint('number').$type<Millis>().nullable(),
    emergencyAccess: p.boolean().nullable(),
    position: p.integer(),
  },
});

export const ZoneEntity = defineEntity({
  name: 'Zone',
  tableName: 'zones',
  properties: {
    code: p.text().primary(),
    name: p.text().nullable(),
    requiredAvailable: p.integer().nullable(),
    position: p.integer(),
  },
});

export const SkillEntity = defineEntity({
  name: 'Skill',
  tableName: 'skills',
  properties: {
    code: p.text().primary(),
    name: p.text().nullable(),
    position: p.integer(),
  },
});

export const ModelEntity = defineEntity({
  name: 'Model',
  tableName: 'models',
  properties: {
    code: p.text().primary(),
    name: p.text(),
    skills: p.json<readonly SkillLevel[]>(),
    repairTime: p.bigint('number').$type<Millis>(),
    maintenanceEvery: p.json<CalendarPeriod>().nullable(),
    maintenanceTime: p.bigint('number').$type<Millis>().nullable(),
    position: p.integer(),
  },
});

export const DeviceEntity = defineEntity({
  name: 'Device',
  tableName: 'devices',
  properties: {
    code: p.text().primary(),
    contract: p.text(),
    site: p.text(),
    model: p.text(),
    zone: p.text().nullable(),
    groups: p.json<readonly string[]>(),
    weight: p.double(),
    installedOn: p.text().$type<LocalDate>().nullable(),
    retiredOn: p.text().$type<LocalDate>().nullable(),
    warrantyUntil: p.text().$type<LocalDate>().nullable(),
    accessHours: p.text().nullable(),
    position: p.integer(),
  },
});

export const territories = table<Territory>()(TerritoryEntity);
export const sites = table<Site>()(SiteEntity);
export const zones = table<Zone>()(ZoneEntity);
export const skills = table<Skill>()(SkillEntity);
export const models = table<Model>()(ModelEntity);
export const devices = table<Device>()(DeviceEntity);
