import { formatInstant, type Instant, type Problem } from '#engine';
import { refusal } from '../../problem.ts';

/** When work may start, both ends allowed; null: open on that side. */
export interface Appointment {
  readonly earliest: Instant | null;
  readonly latest: Instant | null;
}

/** Refuses an appointment that ends before it begins, or is over: nobody could keep it. */
export function refuseAppointment({ earliest, latest }: Appointment, now: Instant): void {
  const problems: Problem[] = [];
  if (earliest !== null && latest !== null && latest < earliest) {
    problems.push({
      code: 'latest-before-earliest',
      field: 'latest',
      value: formatInstant(latest),
      message: `The appointment ends at ${formatInstant(latest)}, before it begins at ${formatInstant(earliest)}.`,
      action: 'Give a latest start that is not before the earliest, or leave one of them out.',
    });
  }
  if (latest !== null && latest < now) {
    problems.push({
      code: 'appointment-in-past',
      field: 'latest',
      value: formatInstant(latest),
      message: `The appointment ended at ${formatInstant(latest)}; it is ${formatInstant(now)} now.`,
      action: 'Give a latest start that is still to come, or leave latest out.',
    });
  }
  if (problems.length > 0) throw refusal('change-refused', problems);
}
