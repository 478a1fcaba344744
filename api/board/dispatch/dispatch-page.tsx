import './dispatch.css';
import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { t } from '../app/messages.ts';
import { inDialog, isTyping } from '../app/shortcuts.tsx';
import { useDispatchStore } from '../data/live-context.tsx';
import { CallPanel } from './call-panel.tsx';
import { MapPanel } from './map-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { useSelection } from './selection.ts';
import { TimelinePanel } from './timeline-panel.tsx';
import { useDispatch } from './use-dispatch.ts';

type Part = 'queue' | 'timeline' | 'map' | 'call';

/** Queue, timeline, map and the chosen call: one selection for all four. */
export function DispatchPage() {
  const dispatch = useDispatch();
  const store = useDispatchStore();
  const { call, territory, choose, showTerritory } = useSelection();
  const narrow = useMediaQuery('(max-width: 68em)');
  const [part, setPart] = useState<Part>('queue');
  useEffect(() => store.show(territory), [store, territory]);
  useEffect(() => {
    if (dispatch.refused !== null && territory !== '') showTerritory('');
  }, [dispatch.refused, territory, showTerritory]);
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isTyping(event) && !inDialog()) choose(null);
    };
    // Before the dialog hears of it, which would be gone then.
    addEventListener('keydown', close, { capture: true });
    return () => removeEventListener('keydown', close, { capture: true });
  }, [choose]);

  const take = (number: string) => {
    choose(number);
    if (narrow) setPart('call');
  };
  const shows = (each: Part): boolean => !narrow || part === each;
  return (
    <div className={narrow ? 'dispatch narrow' : call === null ? 'dispatch' : 'dispatch with-call'}>
      {dispatch.refused === null ? null : (
        <p className="notice" role="alert" id="notice">
          {t('dispatch.refused', { why: dispatch.refused })}
        </p>
      )}
      {narrow ? (
        <SegmentedControl
          className="parts"
          value={part}
          onChange={(value) => setPart(value as Part)}
          aria-label={t('dispatch.parts')}
          data={(['queue', 'timeline', 'map', 'call'] as const).map((value) => ({
            value,
            label: t(`dispatch.part.${value}`),
          }))}
        />
      ) : null}
      {shows('queue') ? (
        <QueuePanel
          dispatch={dispatch}
          chosen={call}
          territory={territory}
          onChoose={take}
          onTerritory={showTerritory}
        />
      ) : null}
      {shows('timeline') ? <TimelinePanel dispatch={dispatch} chosen={call} onChoose={take} /> : null}
      {shows('map') ? <MapPanel dispatch={dispatch} chosen={call} onChoose={take} /> : null}
      {(narrow ? part === 'call' : call !== null) ? (
        <CallPanel
          number={call}
          dispatch={dispatch}
          onClose={() => (narrow ? setPart('queue') : choose(null))}
          onChoose={take}
        />
      ) : null}
    </div>
  );
}
