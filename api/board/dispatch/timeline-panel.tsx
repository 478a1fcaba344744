import './timeline.css';
import { SegmentedControl } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { Resource } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { dragging } from './dragging.ts';
import { DropPreview } from './drop-preview.tsx';
import { ImprovementStrips, nameOf, PlanButtons, tellEnd } from './improve-plan.tsx';
import { clockChanges, lanesOf, SCALES, type Scale, ticksOf, windowOf } from './lanes.ts';
import { previewOf } from './preview.ts';
import { TimelineLane } from './timeline-lane.tsx';
import { useGiveCall } from './use-give-call.tsx';
import { useImprovements } from './use-improvements.ts';
import { type Looked, WhatChanged } from './what-changed.tsx';

const LANE = 40;
const HOUR = 3_600_000;

/** Who goes where when: a lane for each technician, only those in sight drawn. */
export function TimelinePanel({
  dispatch,
  chosen,
  onChoose,
}: {
  readonly dispatch: Dispatch;
  readonly chosen: string | null;
  readonly onChoose: (number: string) => void;
}) {
  const times = useTimes();
  const now = useNow(30);
  const [scale, setScale] = useState<Scale>('hour');
  const scroller = useRef<HTMLDivElement>(null);
  const dragged = useSyncExternalStore(dragging.watch, dragging.read);
  const [over, setOver] = useState<string | null>(null);
  const { give, dialog } = useGiveCall(dispatch);
  const [looked, setLooked] = useState<Looked | null>(null);
  const improvements = useImprovements((ended) =>
    tellEnd(ended, nameOf(dispatch, ended.territory), () =>
      setLooked({
        territory: ended.territory,
        versions:
          ended.from_version === null || ended.to_version === null
            ? null
            : { from: ended.from_version, to: ended.to_version },
      }),
    ),
  );
  const preview = useMemo(() => previewOf(improvements.running.values()), [improvements.running]);

  const filter = dispatch.territory === '' ? '' : `&territory=${encodeURIComponent(dispatch.territory)}`;
  const { value: duty } = useLoaded<{ resources: Resource[] }>(`resources?ahead=true${filter}`, dispatch.resources);
  const aheadOf = useMemo(() => new Map(duty?.resources.map(({ code, ahead }) => [code, ahead])), [duty]);
  const lanes = useMemo(() => lanesOf(dispatch), [dispatch]);
  const hour = Math.floor(now / HOUR) * HOUR;
  const stretch = useMemo(() => windowOf(lanes, hour), [lanes, hour]);
  const ticks = useMemo(() => ticksOf(stretch, scale, times), [stretch, scale, times]);
  const changes = useMemo(() => clockChanges(stretch, times), [stretch, times]);
  const perHour = SCALES[scale];
  const x = (at: number): number => ((at - stretch.from) / HOUR) * perHour;
  const rows = useVirtualizer({
    count: lanes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LANE,
    overscan: 6,
    getItemKey: (index) => lanes[index]?.resource ?? index,
  });

  const holder = chosen === null ? undefined : dispatch.allocations.get(chosen)?.resource;
  const holderAt = holder === undefined ? -1 : lanes.findIndex(({ resource }) => resource === holder);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a choice brings its lane into sight; a new plan does not move the page
  useEffect(() => {
    if (holderAt < 0 || chosen === null) return;
    rows.scrollToIndex(holderAt, { align: 'auto' });
    const start = dispatch.allocations.get(chosen)?.start;
    const box = scroller.current;
    if (start === undefined || box === null) return;
    const at = x(Date.parse(start));
    if (at < box.scrollLeft + 20 || at > box.scrollLeft + box.clientWidth - 300)
      box.scrollTo({ left: Math.max(0, at - 200) });
  }, [chosen]);

  return (
    <section className="panel timeline-panel" aria-labelledby="timeline-title" id="plan">
      <header className="panel-head">
        <h2 id="timeline-title">{t('timeline.title')}</h2>
        <p className="summary">{t('timeline.summary', { people: lanes.length, stops: dispatch.allocations.size })}</p>
        <PlanButtons
          {...{ dispatch, improvements }}
          onChanged={() =>
            setLooked({ territory: dispatch.territory || (dispatch.territories[0]?.code ?? ''), versions: null })
          }
        />
        <SegmentedControl
          size="xs"
          value={scale}
          onChange={(value) => setScale(value as Scale)}
          aria-label={t('timeline.scale')}
          data={(['hour', 'day', 'week'] as const).map((value) => ({ value, label: t(`timeline.scale.${value}`) }))}
        />
      </header>
      <ImprovementStrips {...{ dispatch, improvements }} />
      <div className="timeline-scroller" ref={scroller} tabIndex={0} role="region" aria-label={t('timeline.title')}>
        <div className="timeline-body" style={{ width: x(stretch.to) + 170, height: rows.getTotalSize() + 30 }}>
          <div className="ruler" aria-hidden="true">
            {ticks.map(({ at, text, strong }) => (
              <span key={at} className={strong ? 'tick strong' : 'tick'} style={{ left: x(at) }}>
                {text}
              </span>
            ))}
          </div>
          <div className="grid-lines" aria-hidden="true">
            {ticks.map(({ at, strong }) => (
              <i key={at} className={strong ? 'strong' : ''} style={{ left: x(at) }} />
            ))}
            {changes.map(({ at, minutes }) => (
              <span
                key={at}
                className="clock-change"
                style={{ left: x(at) - perHour, width: perHour }}
                title={t('timeline.change', { minutes })}
              >
                {t(minutes > 0 ? 'timeline.forward' : 'timeline.back', { minutes: Math.abs(minutes) })}
              </span>
            ))}
            <b className="now-line" style={{ left: x(now) }}>
              <span>{times.time(now)}</span>
            </b>
          </div>
          <ol className="lanes">
            {rows.getVirtualItems().map(({ key, index, start }) => {
              const lane = lanes[index]!;
              return (
                <TimelineLane
                  key={key}
                  {...{
                    lane,
                    ahead: aheadOf.get(lane.resource),
                    top: start,
                    x,
                    now,
                    times,
                    dispatch,
                    preview,
                    chosen,
                    onChoose,
                  }}
                  over={dragged !== null && over === lane.resource}
                  onOver={(is) => setOver((before) => (is ? lane.resource : before === lane.resource ? null : before))}
                  onDrop={(number) => {
                    setOver(null);
                    dragging.set(null);
                    void give(number, lane.resource);
                  }}
                />
              );
            })}
          </ol>
        </div>
        {dispatch.loaded && lanes.length === 0 ? <p className="quiet pad">{t('timeline.none')}</p> : null}
      </div>
      {dragged === null ? null : <DropPreview number={dragged} resource={over} dispatch={dispatch} />}
      {dialog}
      <WhatChanged {...{ looked, dispatch, onChoose }} onClose={() => setLooked(null)} />
    </section>
  );
}
