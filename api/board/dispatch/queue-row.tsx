import { memo } from 'react';
import { t } from '../app/messages.ts';
import type { QueueCall } from '../data/types.ts';
import { ClassMark } from '../parts/class-mark.tsx';
import { Face } from '../parts/face.tsx';
import type { Times } from '../time/times.ts';
import { DRAGGED_CALL, dragging } from './dragging.ts';
import type { Comes } from './who-comes.ts';

/** One call of the queue; it can be dragged to a technician. */
export const QueueRow = memo(
  ({
    call,
    place,
    now,
    times,
    chosen,
    mark,
    comes,
    onChoose,
  }: {
    readonly call: QueueCall;
    readonly place: number;
    readonly now: number;
    readonly times: Times;
    readonly chosen: boolean;
    readonly mark: { readonly fresh: boolean } | null;
    readonly comes: Comes;
    readonly onChoose: (number: string) => void;
  }) => (
    // A link: Firefox drags no button by its empty parts; and one may open the call beside.
    <a
      href={`#/calls/${encodeURIComponent(call.number)}`}
      className="queue-row"
      data-call={call.number}
      aria-current={chosen ? 'true' : undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED_CALL, call.number);
        event.dataTransfer.setData('text/plain', call.number);
        event.dataTransfer.effectAllowed = 'move';
        dragging.set(call.number);
      }}
      onDragEnd={() => dragging.set(null)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onChoose(call.number);
      }}
    >
      <span className="place">{place}</span>
      <span className="row-main">
        <span className="row-top">
          <strong>{call.site_name}</strong>
          <ClassMark name={call.class} priority={call.priority} />
          {mark === null ? null : <span className="mark">{mark.fresh ? t('queue.new') : t('queue.changed')}</span>}
        </span>
        <span className="row-what">
          {call.number} · {call.device} · {call.description}
        </span>
        <span className="row-clock">
          <Face call={call} now={now} times={times} />
        </span>
        <span className={`comes ${comes.kind}${comes.late ? ' late' : ''}`}>
          {comes.late ? `▲ ${t('queue.late')} ` : ''}
          {comes.text}
        </span>
      </span>
    </a>
  ),
);
QueueRow.displayName = 'QueueRow';
