import { entries } from './entry.ts';

/** What can be wrong with subscriptions, deliveries and customers' links. */
export const NOTIFICATION_ERRORS = entries([
  ['subscription-not-found', 404, 'No such subscription', 'No subscription has this code.', 'See GET /subscriptions.'],
  [
    'subscription-refused',
    422,
    'The subscription is refused',
    'What it asks for is not possible here.',
    'See `errors`: each names a field, the value and what to do.',
  ],
  [
    'webhook-url-refused',
    422,
    'This address is not called',
    'It is no URL, not https, has a password in it, or leads into a private network.',
    'Give a public https address; TURNOUT_WEBHOOK_PRIVATE=on allows private ones.',
  ],
  [
    'webhook-gone',
    null,
    'A webhook was switched off',
    'An alert of /health: the receiver answered 410 Gone, so that it is told nothing more.',
    'Set the subscription up again when the receiver is there, or take it away.',
  ],
  [
    'webhook-unreachable',
    null,
    'A webhook’s host does not answer',
    'An alert of /health: its host did not answer five times over. It is tried now and then; what is older than a day is given up.',
    'See to the receiver, or take the subscription away. Messages given up can be sent again (`POST /deliveries/resend`).',
  ],
  [
    'mail-not-set-up',
    422,
    'No mail server is set',
    'E-mail can’t be sent before the server knows how.',
    'Set SMTP_URL and MAIL_FROM.',
  ],
  [
    'unknown-placeholder',
    422,
    'A placeholder is unknown',
    'Nothing stands for a name in double braces in a template.',
    'Use those that GET /notifications/templates lists.',
  ],
  [
    'delivery-not-found',
    404,
    'No such delivery',
    'No delivery has this id, or it is too long ago.',
    'See GET /deliveries.',
  ],
  [
    'delivery-not-dead',
    409,
    'Nothing to send again',
    'Only a delivery that was given up is sent again by hand.',
    'Wait: it is sent already, or will be tried by itself.',
  ],
  [
    'link-not-found',
    404,
    'There is no link',
    'The call has no customer’s link, or the link is not known or was revoked.',
    'Make one: POST /calls/{number}/link.',
  ],
  [
    'too-many-requests',
    429,
    'Too many requests',
    'A customer’s page is asked for, or written to, faster than people do.',
    'Wait for the seconds that Retry-After names.',
  ],
]);
