/** Door of the room: the life of a call as data, and what follows from it. */
export { approvalLevel, asksApproval, needsApproval } from './approval.ts';
export { duplicatesAfter, mergeProblems } from './duplicates.ts';
export { callFromJournal, changedFields, type JournalEntry } from './history.ts';
export {
  applyEvent,
  CALL_EVENTS,
  type CallEvent,
  type CallEventKind,
  lastKnown,
  possibleTransitions,
  possibleWith,
  reopenedCall,
} from './life.ts';
export { heldAt, holdAt, isOpenAt, originalOf, standsInOrder, statusAt } from './state.ts';
export { visitsAfter, visitsFromJournal } from './visits.ts';
