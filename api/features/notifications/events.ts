/** What people can be told of: its name, and the entries of a call's journal that it stands for. */
export const EVENTS = {
  'call.logged': ['logged'],
  'call.allocated': ['told-allocation'],
  'call.delayed': ['told-delay'],
  'call.escalated': ['escalate'],
  'call.held': ['hold'],
  'call.fixed': ['fix', 'original-fixed'],
  'call.closed': ['close', 'original-closed'],
  'call.cancelled': ['cancel'],
  'call.reopened': ['reopen', 'reopened-as'],
  /** A comment for the customer; internal ones are told to nobody. */
  'call.commented': ['comment'],
} as const satisfies Record<string, readonly string[]>;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]];

const NAMES: ReadonlyMap<string, EventName> = new Map(
  EVENT_NAMES.flatMap((name) => EVENTS[name].map((kind): [string, EventName] => [kind, name])),
);

/** The event that an entry of a journal is; null: nobody is told of it. */
export function eventOf(kind: string, data: Readonly<Record<string, unknown>>): EventName | null {
  if (kind === 'comment' && data.audience !== 'customer') return null;
  return NAMES.get(kind) ?? null;
}
