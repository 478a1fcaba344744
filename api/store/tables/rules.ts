import { defineEntity, p } from '@mikro-orm/core';
import type {
  DateOrInstant,
  Escalation,
  LocalDate,
  Millis,
  PriorityRule,
  Regime,
  RegimeRule,
  ReliabilityTarget,
  SpecialDay,
} from '#engine';
import { table } from './table.ts';

export const RegimeEntity = defineEntity({
  name: 'Regime',
  tableName: 'regimes',
  properties: {
    code: p.text().primary(),
    calendar: p.text(),
    respondWithin: p.bigint('number').$type<Millis>().nullable(),
    fixWithin: p.bigint('number').$type<Millis>().nullable(),
    clock: p.text().$type<Regime['clock']>(),
    availabilityTarget: p.double().nullable(),
    position: p.integer(),
  },
});

export const RegimeRuleEntity = defineEntity({
  name: 'RegimeRule',
  tableName: 'regime_rules',
  properties: {
    row: p.integer().primary(),
    contract: p.text().nullable(),
    customer: p.text().nullable(),
    site: p.text().nullable(),
    zone: p.text().nullable(),
    model: p.text().nullable(),
    validFrom: p.text().$type<LocalDate>().nullable(),
    validTo: p.text().$type<LocalDate>().nullable(),
    hours: p.text().nullable(),
    regime: p.text(),
  },
});

export const PriorityRuleEntity = defineEntity({
  name: 'PriorityRule',
  tableName: 'priority_rules',
  properties: {
    row: p.integer().primary(),
    dimension: p.text().$type<PriorityRule['dimension']>(),
    code: p.text(),
    contract: p.text().nullable(),
    validFrom: p.text().$type<LocalDate>().nullable(),
    validTo: p.text().$type<LocalDate>().nullable(),
    hours: p.text().nullable(),
    level: p.integer(),
  },
});

export const ReliabilityTargetEntity = defineEntity({
  name: 'ReliabilityTarget',
  tableName: 'reliability_targets',
  properties: {
    row: p.integer(),
    code: p.text().primary(),
    device: p.text().nullable(),
    group: p.text().nullable(),
    model: p.text().nullable(),
    zone: p.text().nullable(),
    maxFailures: p.integer(),
    window: p.bigint('number').$type<Millis>(),
  },
});

export const SpecialDayEntity = defineEntity({
  name: 'SpecialDay',
  tableName: 'special_days',
  properties: {
    row: p.integer().primary(),
    site: p.text(),
    from: p.json<DateOrInstant>(),
    to: p.json<DateOrInstant>(),
    effect: p.text().$type<SpecialDay['effect']>(),
    regime: p.text().nullable(),
    level: p.integer().nullable(),
    label: p.text().nullable(),
    access: p.text().$type<SpecialDay['access']>().nullable(),
  },
});

export const EscalationEntity = defineEntity({
  name: 'Escalation',
  tableName: 'escalations',
  properties: {
    row: p.integer().primary(),
    contract: p.text().nullable(),
    customer: p.text().nullable(),
    clock: p.text().$type<Escalation['clock']>(),
    at: p.double(),
    raiseTo: p.text().$type<NonNullable<Escalation['raiseTo']>>().nullable(),
    notify: p.json<readonly string[]>(),
  },
});

export const regimes = table<Regime>()(RegimeEntity);
export const regimeRules = table<RegimeRule>()(RegimeRuleEntity);
export const priorityRules = table<PriorityRule>()(PriorityRuleEntity);
export const reliabilityTargets = table<ReliabilityTarget>()(ReliabilityTargetEntity);
export const specialDays = table<SpecialDay>()(SpecialDayEntity);
export const escalations = table<Escalation>()(EscalationEntity);
