import type { QueueCall } from '../data/types.ts';
import { type Clock, clockFace } from '../time/countdown.ts';
import type { Times } from '../time/times.ts';

const at = (text: string | null): number | null => (text === null ? null : Date.parse(text));

/** The clock of a queue row, its instants as numbers. */
export const clockOf = ({ clock }: Pick<QueueCall, 'clock'>): Clock => ({
  awaits: clock.awaits,
  due: at(clock.due),
  amberAt: at(clock.amber_at),
  stopped: clock.stopped,
  counting: clock.counting,
  changesAt: at(clock.changes_at),
});

/** The countdown of a call: shape, words, and a colour that says the same. */
export function Face({ call, now, times }: { readonly call: QueueCall; readonly now: number; readonly times: Times }) {
  const { state, shape, text } = clockFace(clockOf(call), now, (instant) => times.short(instant, now));
  return (
    <span className={`face ${state}`}>
      <span aria-hidden="true" className="face-shape">
        {shape}
      </span>{' '}
      {text}
    </span>
  );
}
