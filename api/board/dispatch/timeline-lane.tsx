import { t } from '../app/messages.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { Allocation, Resource } from '../data/types.ts';
import { clockOf } from '../parts/face.tsx';
import { clockFace } from '../time/countdown.ts';
import type { Times } from '../time/times.ts';
import { DRAGGED_CALL, dragging } from './dragging.ts';
import type { Lane } from './lanes.ts';
import type { Preview } from './preview.ts';
import { isLate } from './who-comes.ts';

/** One technician: shift, travel and work; a call may be dropped on it. */
export function TimelineLane({
  lane,
  ahead,
  top,
  x,
  now,
  times,
  dispatch,
  preview,
  chosen,
  over,
  onChoose,
  onOver,
  onDrop,
}: {
  readonly lane: Lane;
  /** Shifts and absences still to come; undefined: not known yet. */
  readonly ahead: Resource['ahead'];
  readonly top: number;
  readonly x: (at: number) => number;
  readonly now: number;
  readonly times: Times;
  readonly dispatch: Dispatch;
  readonly preview: Preview;
  readonly chosen: string | null;
  readonly over: boolean;
  readonly onChoose: (number: string) => void;
  readonly onOver: (is: boolean) => void;
  readonly onDrop: (number: string) => void;
}) {
  const { person } = lane;
  const ghosts = preview.coming.get(lane.resource) ?? [];
  const isLeft = lane.stops.some(({ call }) => preview.leaving.has(call));
  const state = person === null ? '' : t(`person.${person.state}`);
  return (
    <li
      className={`lane${over ? ' over' : ''}${ghosts.length > 0 || isLeft ? ' previewed' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      data-resource={lane.resource}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED_CALL)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        onOver(true);
      }}
      onDragLeave={() => onOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        onDrop(event.dataTransfer.getData(DRAGGED_CALL));
      }}
    >
      <div className="lane-name" title={`${lane.name} (${lane.resource})`}>
        <span>{lane.name}</span>
        <small className={`state ${person?.state ?? ''}`}>{state}</small>
      </div>
      <div className="lane-track">
        <Duty {...{ person, ahead, x, now, times }} />
        {lane.stops.map((stop) => (
          <Stop
            key={stop.call}
            {...{ stop, x, now, times, dispatch, onChoose }}
            goesTo={preview.leaving.get(stop.call)}
            chosen={stop.call === chosen}
          />
        ))}
        {ghosts.map((stop) => (
          <Ghost key={stop.call} {...{ stop, x, now, times, dispatch }} />
        ))}
      </div>
    </li>
  );
}

const between = (x: (at: number) => number, from: string, to: string) => {
  const left = x(Date.parse(from));
  return { left, width: Math.max(2, x(Date.parse(to)) - left) };
};

/** When somebody is on duty, on call, on a break or away, as far ahead as is planned. */
function Duty({
  person,
  ahead,
  x,
  now,
  times,
}: {
  readonly person: Resource | null;
  readonly ahead: Resource['ahead'];
  readonly x: (at: number) => number;
  readonly now: number;
  readonly times: Times;
}) {
  const shifts = ahead?.shifts ?? (person?.shift ? [person.shift] : []);
  const span = (kind: 'shift' | 'on-call' | 'break' | 'absence', from: string, to: string, more = '') => {
    const ends = { from: times.short(Date.parse(from), now), to: times.short(Date.parse(to), now) };
    const title = `${t(`timeline.duty.${kind}`, ends)}${more === '' ? '' : `: ${more}`}`;
    return <span key={`${kind} ${from}`} className={`duty ${kind}`} title={title} style={between(x, from, to)} />;
  };
  return (
    <>
      {shifts.flatMap(({ bands, on_call_up_to: onCall }) =>
        bands.flatMap(({ start, end }, k) => {
          const before = bands[k - 1];
          const pause = before === undefined || onCall !== null ? [] : [span('break', before.end, start)];
          return [...pause, span(onCall === null ? 'shift' : 'on-call', start, end)];
        }),
      )}
      {(ahead?.absences ?? []).map(({ from, to, reason }) => span('absence', from, to, reason ?? ''))}
    </>
  );
}

/** A visit of a plan that is not in force: where a call would go. */
function Ghost({
  stop,
  x,
  now,
  times,
  dispatch,
}: {
  readonly stop: Allocation;
  readonly x: (at: number) => number;
  readonly now: number;
  readonly times: Times;
  readonly dispatch: Dispatch;
}) {
  const site = dispatch.rows.get(stop.call)?.site_name ?? '';
  const at = (text: string) => times.short(Date.parse(text), now);
  const what = t('improve.ghost', { call: stop.call, site, starts: at(stop.start), done: at(stop.finish) });
  return (
    <span
      className="ghost"
      role="img"
      aria-label={what}
      style={between(x, stop.start, stop.finish)}
      data-call={stop.call}
    >
      {site === '' ? stop.call : site}
    </span>
  );
}

const leavesFor = (goesTo: string | null, { names }: Dispatch): string =>
  goesTo === null ? t('improve.loses') : t('improve.leaves', { name: names.get(goesTo) ?? goesTo });

function Stop({
  stop,
  x,
  now,
  times,
  dispatch,
  goesTo,
  chosen,
  onChoose,
}: {
  readonly stop: Allocation;
  readonly x: (at: number) => number;
  readonly now: number;
  readonly times: Times;
  readonly dispatch: Dispatch;
  /** Who would have it by what a search has found; null: nobody, it would lose its place; undefined: it stays. */
  readonly goesTo: string | null | undefined;
  readonly chosen: boolean;
  readonly onChoose: (number: string) => void;
}) {
  const call = dispatch.rows.get(stop.call);
  const face = call === undefined ? null : clockFace(clockOf(call), now, (at) => times.short(at, now));
  const late = call !== undefined && isLate(call, stop, now);
  const at = (text: string) => times.short(Date.parse(text), now);
  const what = t('timeline.stop', {
    ...{ call: stop.call, site: call?.site_name ?? '', leaves: at(stop.travel_start) },
    ...{ arrives: at(stop.arrival), starts: at(stop.start), done: at(stop.finish) },
  });
  const shape = stop.fixed ? '◆ ' : late || face?.state === 'red' ? '■ ' : '';
  const leaves = goesTo === undefined ? '' : `. ${leavesFor(goesTo, dispatch)}`;
  const note = late ? `. ${t('queue.late')}` : face === null ? '' : `. ${face.text}`;
  return (
    <>
      <span className="travel" style={between(x, stop.travel_start, stop.arrival)} aria-hidden="true" />
      <a
        href={`#/calls/${encodeURIComponent(stop.call)}`}
        className={`stop ${late ? 'red' : (face?.state ?? 'none')}${stop.fixed ? ' fixed' : ''}${goesTo === undefined ? '' : ' leaving'}${chosen ? ' chosen' : ''}`}
        style={between(x, stop.start, stop.finish)}
        data-call={stop.call}
        aria-label={`${what}${stop.fixed ? `. ${t('timeline.fixed')}` : ''}${note}${leaves}`}
        aria-current={chosen ? 'true' : undefined}
        title={`${what}${note}${leaves}`}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED_CALL, stop.call);
          event.dataTransfer.effectAllowed = 'move';
          dragging.set(stop.call);
        }}
        onDragEnd={() => dragging.set(null)}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          onChoose(stop.call);
        }}
      >
        {shape}
        {call?.site_name ?? stop.call}
      </a>
    </>
  );
}
