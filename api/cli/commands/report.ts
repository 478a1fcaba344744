import { z } from 'zod';
import { failed, ok, type Problem } from '#engine';
import { REPORTS, type Report, type ReportQuery, runReport } from '../../features/reports/index.ts';
import { reportFilter } from '../../features/reports/schema.ts';
import type { Command } from '../command.ts';
import { printJson } from '../output.ts';
import { withOffice } from '../with-office.ts';

const FILTERS = ['contract', 'customer', 'site', 'model', 'device', 'zone', 'technician', 'territory', 'class', 'type'];
const OPTIONS = ['from', 'to', ...FILTERS, 'by', 'within', 'every', 'time-zone', 'ahead', 'limit', 'cursor'];

export const reportCommand: Command = {
  usage: `report NAME [--from INSTANT] [--to INSTANT] [--csv] [--limit N] [${FILTERS.map((name) => `--${name} CODE`).join('] [')}] [--by GROUP] [--within P30D] [--every day|week|month] [--time-zone ZONE] [--ahead DAYS]`,
  summary: `A report of what is in the database, as JSON or CSV: ${REPORTS.map(({ name }) => name).join(', ')}.`,
  shape: {
    positionals: ['NAME'],
    flags: { csv: 'switch', ...Object.fromEntries(OPTIONS.map((name) => [name, 'text' as const])) },
  },
  async run(given) {
    const name = given.positionals[0]!;
    const made = REPORTS.find((each) => each.name === name);
    if (made === undefined) return failed([unknownReport(name)]);
    const options = OPTIONS.flatMap((flag) => {
      const value = given.text(flag);
      return value === undefined ? [] : [[flag.replace('-', '_'), value] as const];
    });
    const parsed = queryOf(made).safeParse(Object.fromEntries(options));
    if (!parsed.success)
      return failed(parsed.error.issues.map((issue) => badOption(issue, Object.fromEntries(options))));
    const asCsv = given.has('csv');
    const reply = await withOffice((office) => runReport(office, made, parsed.data as ReportQuery, asCsv, '/'));
    if (!reply.ok) return reply;
    if (asCsv) process.stdout.write(reply.value.body as string);
    else printJson(reply.value.body);
    return ok(0);
  },
};

const queryOf = (made: Report) => z.strictObject({ ...reportFilter, ...made.options });

const unknownReport = (name: string): Problem => ({
  code: 'unknown-report',
  field: 'NAME',
  value: name,
  message: 'There is no such report.',
  action: `Use one of ${REPORTS.map((each) => each.name).join(', ')}.`,
});

function badOption(issue: z.core.$ZodIssue, given: Readonly<Record<string, string>>): Problem {
  const field = issue.code === 'unrecognized_keys' ? issue.keys[0]! : String(issue.path[0]);
  const message =
    issue.code === 'unrecognized_keys' ? 'This report does not take it.' : `${issue.message}.`.replace('..', '.');
  return {
    code: 'bad-flag',
    field: `--${field.replace('_', '-')}`,
    value: given[field] ?? '',
    message,
    action: 'See turnout help, or the report’s description at /docs.',
  };
}
