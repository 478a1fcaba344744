/** What the API's codes are called on the board, in English. A code that is not here yet is shown as it is. */
export const EN_CODES = {
  status: {
    ...{ logged: 'logged', 'awaiting-approval': 'waits for approval', open: 'open', allocated: 'allocated' },
    ...{ accepted: 'accepted', travelling: 'on the way', 'on-site': 'on site', 'on-hold': 'on hold' },
    ...{ reopened: 'reopened', fixed: 'fixed', closed: 'closed', cancelled: 'cancelled' },
  },
  class: {
    ...{ emergency: 'emergency', high: 'high', normal: 'normal', planned: 'planned', deferred: 'deferred' },
  },
  /** Entries of a call's journal. */
  event: {
    ...{ logged: 'logged', approve: 'approved', estimate: 'estimate changed', appoint: 'appointment changed' },
    ...{ allocate: 'given', pin: 'pinned', unpin: 'unpinned', placed: 'place told to the customer' },
    ...{ accept: 'accepted', travel: 'set off', arrive: 'arrived', release: 'taken back' },
    ...{ hold: 'put on hold', resume: 'resumed', 'follow-up': 'another visit asked for' },
    ...{ 'temporary-fix': 'fixed for the time being', fix: 'fixed', close: 'closed', cancel: 'cancelled' },
    ...{ reopen: 'reopened', 'reopened-as': 'reopened as another call', 'declare-emergency': 'declared an emergency' },
    ...{ escalate: 'escalated', excuse: 'excuse changed', merge: 'merged', unmerge: 'no duplicate any more' },
    ...{
      'original-merged': 'its original was merged',
      'original-unmerged': 'its original was unmerged',
      'original-reopened': 'reopened with its original',
      'first-report': 'time of the first report changed',
      comment: 'comment',
      'time-spent': 'time spent',
    },
    ...{ 'link-made': 'link for the customer made', 'link-revoked': 'link for the customer revoked' },
  },
  /** Parts of what a plan costs. */
  cost: {
    ...{ respond_late: 'late arrival', fix_late: 'late fix', waiting: 'waiting', unplaced: 'calls left out' },
    ...{ travel: 'travel', overtime: 'overtime', imbalance: 'uneven load', scarce_skills: 'expert on common work' },
  },
  /** Short words for what bars a call from a place; the whole sentence stands in the details. */
  bar: {
    ...{ 'skill-missing': 'too few have the skills', 'no-shift-in-horizon': 'no shift soon enough' },
    ...{ 'shift-too-short': 'no shift long enough', 'appointment-missed': 'nobody can keep the appointment' },
    ...{ 'no-access': 'nobody is let in when people work' },
    ...{ 'max-calls': 'all have as many calls as they take', 'shift-full': 'all shifts are full' },
    ...{ 'no-resource-in-territory': 'no technicians in this territory', 'awaiting-approval': 'waits for approval' },
    ...{ 'on-hold': 'on hold' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
