import { entries } from './entry.ts';

/** Who works when, calendars and resources. */
export const PEOPLE_ERRORS = entries([
  [
    'rota-refused',
    422,
    'The change of working time is refused',
    'The rows that were asked for are not valid; nothing was changed.',
    'See `errors`: each names column, value and what to do.',
  ],
  [
    'resource-refused',
    422,
    'The resource is refused',
    'The row is not valid; nothing was changed.',
    'See `errors`: each names column, value and what to do.',
  ],
  [
    'calendar-refused',
    422,
    'The calendar is refused',
    'The row is not valid; nothing was changed.',
    'See `errors`: each names column, value and what to do.',
  ],
  [
    'feed-not-found',
    404,
    'There is no such calendar feed',
    'It was never made, or it was revoked.',
    'Make another: POST /resources/{code}/calendar-feeds.',
  ],
  [
    'rota-entry-not-found',
    404,
    'There is no such entry in the rota',
    'No absence, changed shift, loan or turn on call of the resource is known by this start or date, or it is over.',
    'Look at GET /resources/{code}/rota.',
  ],
]);
