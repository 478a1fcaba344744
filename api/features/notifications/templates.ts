import type { Problem } from '#engine';
import type { Template } from '../../store/index.ts';
import type { EventName } from './events.ts';

/** What a text may name in double braces, `{{number}}`, and what it stands for. */
export const PLACEHOLDERS = {
  number: 'number of the call',
  event: 'what has happened, as in `events`',
  status: 'status of the call',
  description: 'what was reported',
  contact: 'who reported it',
  device: 'code of the device',
  model: 'code of its model',
  site: 'name of the site',
  address: 'address of the site',
  contract: 'code of the contract',
  customer: 'name of the customer',
  logged: 'when it was logged, by the site’s clock, as all times here',
  respond_by: 'promised arrival',
  fix_by: 'promised fix',
  resource: 'who comes',
  start: 'when work is planned to start',
  former_start: 'when it was planned to start before',
  resolution: 'what fixed it',
  reason: 'reason of a hold, a cancellation, a reopening',
  comment: 'text of a comment',
  clock: 'clock of an escalation, respond or fix',
  percent: 'percentage of the target used at an escalation',
  forecast: '“will be missed” where the plan foretells it, else “is used”',
  link: 'the customer’s page of the call; empty where TURNOUT_URL is not set',
} as const;
export type Placeholder = keyof typeof PLACEHOLDERS;
export type Values = Readonly<Record<Placeholder, string>>;

/** The usual texts. */
export const TEMPLATES: Readonly<Record<EventName, Template>> = {
  'call.logged': {
    subject: 'Your call {{number}} at {{site}}',
    text: 'We have logged your call under the number {{number}}.\n\n{{description}}\n\nPromised arrival: {{respond_by}}\nPromised fix: {{fix_by}}\n\n{{link}}',
  },
  'call.allocated': {
    subject: 'Call {{number}}: {{resource}} comes {{start}}',
    text: '{{resource}} comes to {{site}} for call {{number}}; work is planned to start {{start}}.\n\n{{link}}',
  },
  'call.delayed': {
    subject: 'Call {{number}} is delayed to {{start}}',
    text: 'Work on call {{number}} at {{site}} was planned to start {{former_start}}. It is now planned for {{start}}, by {{resource}}. We are sorry.\n\n{{link}}',
  },
  'call.escalated': {
    subject: 'Call {{number}}: {{percent}} % of the {{clock}} target {{forecast}}',
    text: 'Call {{number}} at {{site}} ({{customer}}, contract {{contract}}): {{percent}} % of the {{clock}} target {{forecast}}.\n\n{{description}}\n\nPromised arrival: {{respond_by}}\nPromised fix: {{fix_by}}\nPlanned: {{resource}} {{start}}',
  },
  'call.held': {
    subject: 'Call {{number}} is on hold',
    text: 'Call {{number}} at {{site}} is on hold: {{reason}}.\n\n{{link}}',
  },
  'call.fixed': {
    subject: 'Call {{number}} is fixed',
    text: 'Call {{number}} at {{site}} is fixed. {{resolution}}\n\n{{link}}',
  },
  'call.closed': { subject: 'Call {{number}} is closed', text: 'Call {{number}} at {{site}} is closed.\n\n{{link}}' },
  'call.cancelled': {
    subject: 'Call {{number}} is cancelled',
    text: 'Call {{number}} at {{site}} is cancelled: {{reason}}.\n\n{{link}}',
  },
  'call.reopened': {
    subject: 'Call {{number}} is open again',
    text: 'Call {{number}} at {{site}} has been reopened: {{reason}}.\n\n{{link}}',
  },
  'call.commented': { subject: 'Call {{number}}: a comment', text: '{{comment}}\n\n{{link}}' },
};

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What a template names that nothing stands for. */
export function templateProblems(event: string, template: Template): Problem[] {
  return (['subject', 'text'] as const).flatMap((part) =>
    [...template[part].matchAll(PLACEHOLDER)]
      .filter(([, name]) => !Object.hasOwn(PLACEHOLDERS, name ?? ''))
      .map(([text]) => ({
        code: 'unknown-placeholder',
        field: `templates.${event}.${part}`,
        value: text.slice(0, 100),
        message: `Nothing stands for ${text.slice(0, 100)}.`,
        action: `Name one of: ${Object.keys(PLACEHOLDERS).join(', ')}.`,
      })),
  );
}

/** A text with its placeholders filled in. What is filled in is not looked at again. A subject is one line. */
export function fillIn(template: Template, values: Values): Template {
  const fill = (text: string): string =>
    text.replace(PLACEHOLDER, (_, name: string) => values[name as Placeholder] ?? '');
  return {
    subject: fill(template.subject).replace(/\s+/g, ' ').trim(),
    text: `${fill(template.text)
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
  };
}
