import { entries } from './entry.ts';

/** Why a call stands elsewhere in a plan than in the one before. */
export const CHANGE_REASONS = entries([
  ['call-logged', null, 'Logged since', 'The call was logged after the plan before was made.', '–'],
  ['call-ended', null, 'The call has ended', 'It was fixed, closed or cancelled since.', '–'],
  [
    'call-changed',
    null,
    'The call has changed',
    'Its class, priority, appointment, deadlines, working time, skills or state are others.',
    '–',
  ],
  ['given-by-hand', null, 'Given by hand', 'A person gave the call to the resource.', '–'],
  ['work-begun', null, 'Work has begun', 'The resource has accepted the call, is on the way or on site.', '–'],
  ['person-away', null, 'The person is away', 'The resource does not work then, or not any more.', '–'],
  ['person-gone', null, 'The person is elsewhere', 'The resource does not work in the territory any more.', '–'],
  ['room-taken', null, 'Another call has its time', 'The resource goes to another call at that time now.', '–'],
  ['room-freed', null, 'There is room', 'The resource has time then that it had not before.', '–'],
  ['route-changed', null, 'The route is another', 'What comes before on the route of the resource is other.', '–'],
  ['time-passed', null, 'The time has passed', 'The resource did not leave when it was planned to.', '–'],
  [
    'change-saves',
    null,
    'It saves money',
    'By the cost of both plans as of the later one, the change and those that hang together with it save so much.',
    '–',
  ],
  [
    'change-costs',
    null,
    'It costs money',
    'By the cost of both plans as of the later one, the change and those that hang together with it cost so much more.',
    '–',
  ],
]);
