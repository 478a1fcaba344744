import { defineEntity, p } from '@mikro-orm/core';
import type { Break, Instant, Loan, LocalDate, OnCall, ShiftChange } from '#engine';
import { table } from './table.ts';

export const LoanEntity = defineEntity({
  name: 'Loan',
  tableName: 'loans',
  properties: {
    row: p.integer().primary(),
    resource: p.text(),
    territory: p.text(),
    on: p.text().$type<LocalDate>(),
    reason: p.text().nullable(),
  },
});

export const ShiftChangeEntity = defineEntity({
  name: 'ShiftChange',
  tableName: 'shift_changes',
  properties: {
    row: p.integer().primary(),
    resource: p.text(),
    on: p.text().$type<LocalDate>(),
    hours: p.text(),
    reason: p.text().nullable(),
  },
});

export const BreakEntity = defineEntity({
  name: 'Break',
  tableName: 'breaks',
  properties: {
    row: p.integer().primary(),
    resource: p.text(),
    hours: p.text(),
    validFrom: p.text().$type<LocalDate>().nullable(),
    validTo: p.text().$type<LocalDate>().nullable(),
  },
});

export const OnCallEntity = defineEntity({
  name: 'OnCall',
  tableName: 'on_call',
  properties: {
    row: p.integer().primary(),
    resource: p.text(),
    from: p.bigint('number').$type<Instant>(),
    to: p.bigint('number').$type<Instant>(),
    upTo: p.text().$type<OnCall['upTo']>(),
  },
});

export const loans = table<Loan>()(LoanEntity);
export const shiftChanges = table<ShiftChange>()(ShiftChangeEntity);
export const breaks = table<Break>()(BreakEntity);
export const onCall = table<OnCall>()(OnCallEntity);
