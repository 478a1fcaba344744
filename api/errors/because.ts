import { entries } from './entry.ts';

/** What decided something about a call: the codes of `because`. */
export const BECAUSE_CODES = entries([
  ['regime-rule', null, 'A regime rule', 'The rule in this row decided the regime.', '–'],
  ['special-day', null, 'A special day', 'A special day of the site decided it.', '–'],
  ['priority-rule', null, 'A priority rule', 'The rule in this row decided the level.', '–'],
  ['no-priority-rule', null, 'No priority rule', 'No row applies: level 5.', '–'],
  ['most-urgent-level', null, 'The most urgent level', 'The priority is the most urgent of the four levels.', '–'],
  ['declared-emergency', null, 'A declared emergency', 'A person declared an emergency, with this reason.', '–'],
  ['escalation', null, 'An escalation', 'An escalation raised the call.', '–'],
  ['planned-work', null, 'Planned work', 'Maintenance and installation are planned.', '–'],
  ['normal', null, 'Normal', 'Nothing has raised the call.', '–'],
  ['site-deferred', null, 'The site is deferred', 'A non-service-affecting special day rules the site.', '–'],
  [
    'reliability-target',
    null,
    'A reliability target is exceeded',
    'More failures in the window than the target allows.',
    '–',
  ],
  ['target', null, 'The target', 'The regime’s target, counted in the clock’s own time.', '–'],
  ['no-target', null, 'No target', 'The regime has no such target.', '–'],
  [
    'never-reached',
    null,
    'Never reached',
    'The coverage opens too seldom for the target to be reached within 20 years.',
    '–',
  ],
  ['hold', null, 'A hold', 'A clock-stopping hold moved the deadline.', '–'],
  ['clocks-ended', null, 'The clocks have ended', 'The failure is fixed.', '–'],
  ['stopped-by-hold', null, 'Stopped by a hold', 'A hold has stopped the clocks: nothing is due.', '–'],
  ['no-deadline', null, 'No deadline', 'No deadline is running.', '–'],
  ['respond-runs', null, 'The respond clock runs', 'Nobody has arrived yet.', '–'],
  ['fix-runs', null, 'The fix clock runs', 'Somebody has arrived, or there is no respond target.', '–'],
]);
