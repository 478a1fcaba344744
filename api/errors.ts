import { BECAUSE_CODES } from './errors/because.ts';
import { CALL_ERRORS } from './errors/calls.ts';
import { CHANGE_REASONS } from './errors/changes.ts';
import { COMMAND_ERRORS } from './errors/commands.ts';
import { DATASET_ERRORS } from './errors/datasets.ts';
import { ENTITLEMENT_ERRORS } from './errors/entitlement.ts';
import type { ErrorEntry } from './errors/entry.ts';
import { HTTP_ERRORS } from './errors/http.ts';
import { NOTIFICATION_ERRORS } from './errors/notifications.ts';
import { PAYMENT_ERRORS } from './errors/payment.ts';
import { PEOPLE_ERRORS } from './errors/people.ts';
import { PLAN_ERRORS } from './errors/plans.ts';

export type { ErrorEntry } from './errors/entry.ts';

/** The whole catalogue, by where a code is met. */
export const SECTIONS: readonly { readonly title: string; readonly entries: readonly ErrorEntry[] }[] = [
  { title: 'Requests', entries: HTTP_ERRORS },
  { title: 'Calls and their changes', entries: CALL_ERRORS },
  { title: 'Notifications and customers’ links', entries: NOTIFICATION_ERRORS },
  { title: 'Entitlement: is this call valid?', entries: ENTITLEMENT_ERRORS },
  { title: 'Plans: why somebody can’t take a call, and what the checker finds', entries: PLAN_ERRORS },
  { title: 'People', entries: PEOPLE_ERRORS },
  { title: 'Payment, and what the linter finds in payment terms', entries: PAYMENT_ERRORS },
  { title: 'Datasets', entries: DATASET_ERRORS },
  { title: 'Command line and configuration', entries: COMMAND_ERRORS },
  { title: 'Why a plan changed: no errors, but stable all the same', entries: CHANGE_REASONS },
  { title: 'Reasons (`because`): no errors, but stable all the same', entries: BECAUSE_CODES },
];

/** By code. */
export const ERRORS: ReadonlyMap<string, ErrorEntry> = new Map(
  SECTIONS.flatMap(({ entries }) => entries).map((entry) => [entry.code, entry]),
);

/** The catalogue as ERRORS.md. */
export function errorsMarkdown(): string {
  const intro = `# Errors

Every refusal is problem+json (RFC 9457) with a stable \`code\`; \`errors\` lists everything that is wrong at once, each with
its own code, field (or file, row, column), value, message and action. Codes without an HTTP status are never a reply's
own code: they stand in such a list, in the reasons of an answer, or on the command line.

This page is made from api/errors/ (\`npx vitest run -u --project api test/api/errors.test.ts\`) and checked by a test.
`;
  const sections = SECTIONS.map(({ title, entries }) =>
    [
      `## ${title}`,
      '',
      '| code | HTTP | meaning | what to do |',
      '| --- | --- | --- | --- |',
      ...entries.map((each) => `| \`${each.code}\` | ${each.status ?? '–'} | ${each.meaning} | ${each.action} |`),
      '',
    ].join('\n'),
  );
  return `${intro}\n${sections.join('\n')}`;
}
