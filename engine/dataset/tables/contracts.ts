import type { Calendar } from '../../model/calendar.ts';
import { type Contract, PAYMENT_PERIODS, REOPEN_RULES } from '../../model/contract.ts';
import { ascending, list } from '../kinds/list.ts';
import { money } from '../kinds/money.ts';
import { boolean, code, currency, line, oneOf, openingHours, timeZone } from '../kinds/text.ts';
import { date, duration, period } from '../kinds/time.ts';
import { checkOrder, defaulting, many, optional, required, type Table } from '../table.ts';

export const calendars: Table<Calendar> = {
  name: 'calendars',
  key: 'code',
  columns: { code: required(code), hours: required(openingHours), holidays: many(list(date)) },
};

export const contracts: Table<Contract> = {
  name: 'contracts',
  key: 'code',
  columns: {
    code: required(code),
    customer: required(code, { references: 'customers' }),
    name: optional(line),
    currency: required(currency),
    timeZone: required(timeZone),
    startsOn: required(date),
    endsOn: optional(date),
    autoRenew: defaulting(boolean, false),
    renewalTerm: optional(period),
    noticePeriod: optional(period),
    baseFee: required(money),
    paymentPeriod: defaulting(oneOf(PAYMENT_PERIODS), 'month'),
    approvalOver: many(ascending(duration('zero or more'))),
    clockStoppingHolds: many(list(line)),
    reopen: defaulting(oneOf(REOPEN_RULES), 'continue'),
  },
  check: (row, report) =>
    checkOrder({ from: row.startsOn, to: row.endsOn }, { from: 'starts_on', to: 'ends_on' }, report),
};
