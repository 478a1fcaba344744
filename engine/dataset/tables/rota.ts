import { CALL_CLASSES } from '../../model/priority.ts';
import type { Break, Loan, OnCall, ShiftChange } from '../../model/rota.ts';
import { code, line, oneOf, openingHours } from '../kinds/text.ts';
import { date, instant } from '../kinds/time.ts';
import { checkOrder, defaulting, optional, required, type Table } from '../table.ts';

type Row<R> = Omit<R, 'row'>;

export const loans: Table<Row<Loan>> = {
  name: 'loans',
  key: null,
  extension: true,
  columns: {
    resource: required(code, { references: 'resources' }),
    territory: required(code, { references: 'territories' }),
    on: required(date),
    reason: optional(line),
  },
};

export const shiftChanges: Table<Row<ShiftChange>> = {
  name: 'shift_changes',
  key: null,
  extension: true,
  columns: {
    resource: required(code, { references: 'resources' }),
    on: required(date),
    hours: required(openingHours),
    reason: optional(line),
  },
};

export const breaks: Table<Row<Break>> = {
  name: 'breaks',
  key: null,
  extension: true,
  columns: {
    resource: required(code, { references: 'resources' }),
    hours: required(openingHours),
    validFrom: optional(date),
    validTo: optional(date),
  },
  check: ({ validFrom, validTo }, report) =>
    checkOrder({ from: validFrom, to: validTo }, { from: 'valid_from', to: 'valid_to' }, report),
};

export const onCall: Table<Row<OnCall>> = {
  name: 'on_call',
  key: null,
  extension: true,
  columns: {
    resource: required(code, { references: 'resources' }),
    from: required(instant),
    to: required(instant),
    upTo: defaulting(oneOf(CALL_CLASSES), 'high'),
  },
  check: ({ from, to }, report) => {
    if (from !== undefined && to !== undefined && from >= to)
      report('to', 'contradictory-values', 'The turn ends at or before its start.', 'Give to an instant after from.');
  },
};
