import { CLOCKS, type Escalation } from '../../model/escalation.ts';
import { CALL_CLASSES, DIMENSIONS, type PriorityRule } from '../../model/priority.ts';
import type { ReliabilityTarget } from '../../model/reliability.ts';
import { notified } from '../kinds/address.ts';
import { list } from '../kinds/list.ts';
import { level, percent, whole } from '../kinds/number.ts';
import { code, oneOf, openingHours } from '../kinds/text.ts';
import { date, duration } from '../kinds/time.ts';
import { checkOneOf, checkOrder, many, optional, required, type Table } from '../table.ts';

/** `code` is one of the table that `dimension` names: see references.ts. */
export const priorityRules: Table<Omit<PriorityRule, 'row'>> = {
  name: 'priority_rules',
  key: null,
  columns: {
    dimension: required(oneOf(DIMENSIONS)),
    code: required(code),
    contract: optional(code, { references: 'contracts' }),
    validFrom: optional(date),
    validTo: optional(date),
    hours: optional(openingHours),
    level: required(level),
  },
  check: (row, report) => {
    checkOrder({ from: row.validFrom, to: row.validTo }, { from: 'valid_from', to: 'valid_to' }, report);
    if (row.dimension === 'contract' && row.contract && row.code !== undefined && row.contract !== row.code)
      report(
        'contract',
        'contradictory-values',
        `A rule for contract ${row.code} that names contract ${row.contract} never applies.`,
        'Leave contract empty, or name the same contract twice.',
      );
  },
};

/** `group` is one that a device names: see references.ts. */
export const reliabilityTargets: Table<Omit<ReliabilityTarget, 'row'>> = {
  name: 'reliability_targets',
  key: 'code',
  columns: {
    code: required(code),
    device: optional(code, { references: 'devices' }),
    group: optional(code),
    model: optional(code, { references: 'models' }),
    zone: optional(code, { references: 'zones' }),
    maxFailures: required(whole('max_failures', { least: 0 })),
    window: required(duration('above zero')),
  },
  check: (row, report) => checkOneOf(row, ['device', 'group', 'model', 'zone'], report),
};

export const escalations: Table<Omit<Escalation, 'row'>> = {
  name: 'escalations',
  key: null,
  columns: {
    contract: optional(code, { references: 'contracts' }),
    customer: optional(code, { references: 'customers' }),
    clock: required(oneOf(CLOCKS)),
    at: required(percent('at')),
    raiseTo: optional(oneOf(CALL_CLASSES)),
    notify: many(list(notified)),
  },
  check: (row, report) => checkOneOf(row, ['contract', 'customer'], report),
};
