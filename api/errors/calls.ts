import { entries } from './entry.ts';

/** What the rules of the field can hold against a call or a change of one. */
export const CALL_ERRORS = entries([
  [
    'call-not-in-order',
    409,
    'The call is not in the order',
    'Only open calls that do not await approval have a place, candidates and an explanation.',
    'Look at its status; approve or reopen it first.',
  ],
  [
    'call-refused',
    422,
    'The call is refused',
    'The call is not valid by the customer data (domain, section 4).',
    'See `errors`: each names a field, the value and what mends it.',
  ],
  ['change-refused', 422, 'The change is refused', 'The change is not possible by the rules.', 'See `errors`.'],
  [
    'transition-not-possible',
    409,
    'Not possible in this status',
    'The event is not possible in the status that the call has.',
    'The action names what is possible now.',
  ],
  [
    'event-before-history',
    422,
    'Earlier than what is known',
    'The event would come before something already known of the call.',
    'Give the instant at which it happened, or leave `at` out for now.',
  ],
  [
    'event-in-future',
    422,
    'Not yet',
    'The event lies in the future.',
    'Give an instant up to now, or leave `at` out for now.',
  ],
  [
    'resume-not-on-site',
    422,
    'Nobody was on site',
    'A call can resume on site only where a technician had arrived before the hold.',
    'Resume it without `on_site`.',
  ],
  [
    'reopen-is-a-new-call',
    409,
    'Reopening makes a new call',
    'The contract’s `reopen` rule asks for a call of its own.',
    'Log the new call.',
  ],
  [
    'not-allocated',
    409,
    'Nobody has the call',
    'The call is not allocated to a resource, by hand or by the plan.',
    'Allocate it first, or name the `resource`.',
  ],
  [
    'plan-violation',
    409,
    'The allocation breaks a hard rule',
    'The independent checker found hard rules broken by the allocation asked for.',
    'Choose another resource (see candidates), or send `force: true` with `why`.',
  ],
  ['force-needs-reason', 422, 'A reason is missing', '`force` needs `why`.', 'Say why.'],
  ['unknown-resource', 422, 'The resource is unknown', 'No resource has this code.', 'Check the code.'],
  [
    'dataset-refused',
    422,
    'The dataset is refused',
    'The dataset has errors; nothing of it was imported.',
    'See `errors`: each names file, row, column, value and what to do.',
  ],
]);
