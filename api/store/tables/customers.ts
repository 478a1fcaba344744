import { defineEntity, p } from '@mikro-orm/core';
import type { CalendarPeriod, Contract, Customer, LocalDate, Millis, Minor } from '#engine';
import { table } from './table.ts';

export const CustomerEntity = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  properties: {
    code: p.text().primary(),
    name: p.text(),
    position: p.integer(),
  },
});

export const ContractEntity = defineEntity({
  name: 'Contract',
  tableName: 'contracts',
  properties: {
    code: p.text().primary(),
    customer: p.text(),
    name: p.text().nullable(),
    currency: p.text(),
    timeZone: p.text(),
    startsOn: p.text().$type<LocalDate>(),
    endsOn: p.text().$type<LocalDate>().nullable(),
    autoRenew: p.boolean(),
    renewalTerm: p.json<CalendarPeriod>().nullable(),
    noticePeriod: p.json<CalendarPeriod>().nullable(),
    baseFee: p.bigint('number').$type<Minor>(),
    paymentPeriod: p.text().$type<Contract['paymentPeriod']>(),
    approvalOver: p.json<readonly Millis[]>(),
    clockStoppingHolds: p.json<readonly string[]>(),
    reopen: p.text().$type<Contract['reopen']>(),
    position: p.integer(),
  },
});

export const customers = table<Customer>()(CustomerEntity);
export const contracts = table<Contract>()(ContractEntity);
