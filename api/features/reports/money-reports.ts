import { z } from 'zod';
import { contractDates, formatMoney, localDateAt } from '#engine';
import { at } from '../../platform/views.ts';
import { reportContractTime, reportVisits } from '../../store/index.ts';
import { type Report, report } from './report.ts';
import { contractDatesRow, contractTimeRow, rowsLimit, visitRow } from './schema.ts';

const HOURS = 3_600_000;
const hours = (milliseconds: number): number => Math.round((milliseconds / HOURS) * 100) / 100;

const VISITS =
  'Visits that began in the period and have ended. Time spent is what was entered for a visit, else from arrival to leaving; of a call that came with a dataset, without visits, from the first arrival to the fix, less its holds.';

/** For the invoice, and for whoever has to renew or give notice. */
export const MONEY_REPORTS: readonly Report[] = [
  report({
    name: 'time-spent',
    title: 'Time spent by contract',
    definition: `For the invoice. ${VISITS}`,
    row: contractTimeRow,
    options: rowsLimit,
    async run({ em, filter, atMost }) {
      const rows = await reportContractTime(em, filter, atMost);
      return { rows: rows.map(({ milliseconds, ...row }) => ({ ...row, hours: hours(milliseconds) })) };
    },
  }),
  report({
    name: 'visits',
    title: 'Time spent by visit',
    definition: `What \`time-spent\` is made of. ${VISITS}`,
    row: visitRow,
    options: rowsLimit,
    async run({ em, filter, atMost }) {
      const rows = await reportVisits(em, filter, atMost);
      return {
        rows: rows.map(({ milliseconds, ...row }) => ({
          ...row,
          arrived_at: at(row.arrived_at),
          left_at: at(row.left_at),
          hours: hours(milliseconds),
        })),
      };
    },
  }),
  report<{ readonly ahead: number }>({
    name: 'contract-dates',
    title: 'Contract renewals and notice dates',
    definition:
      'Contracts whose term ends, renews or has its last day for notice within `ahead` days from `to` (today where left out), in the contract’s zone, soonest first. Notice can be given up to `notice_by`, inclusive. Of the filters contract and customer apply.',
    row: contractDatesRow,
    options: {
      ...rowsLimit,
      ahead: z
        .string()
        .regex(/^\d{1,4}$/, 'Must be a whole number of days')
        .transform(Number)
        .default(90)
        .meta({ description: 'Days.' }),
    },
    async run({ day, filter, query, atMost }) {
      const rows = day.tables.reference.contracts.flatMap((contract) => {
        if (filter.contract !== undefined && contract.code !== filter.contract) return [];
        if (filter.customer !== undefined && contract.customer !== filter.customer) return [];
        const dates = contractDates(contract, localDateAt(filter.to, contract.timeZone));
        if (dates === null || dates.daysLeft > query.ahead) return [];
        return {
          contract: contract.code,
          customer: contract.customer,
          name: contract.name,
          next: dates.next,
          days_left: dates.daysLeft,
          notice_by: dates.noticeBy,
          term_ends_on: dates.termEndsOn,
          renews_on: dates.renewsOn,
          base_fee: formatMoney(contract.baseFee, contract.currency),
          currency: contract.currency,
        };
      });
      rows.sort((a, b) => a.days_left - b.days_left || (a.contract < b.contract ? -1 : 1));
      return { rows: rows.slice(0, atMost) };
    },
  }),
];
