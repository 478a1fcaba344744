import { useSyncExternalStore } from 'react';
import { useConnected, useDispatchStore } from '../data/live-context.tsx';
import { t } from './messages.ts';
import { useTimes } from './times-context.tsx';

/** Whether what is shown is true now: a mark and a word, and since when not. */
export function Connection() {
  const { connected, lostAt } = useConnected();
  const store = useDispatchStore();
  const { stale, ahead, loaded } = useSyncExternalStore(store.watch, store.read);
  const times = useTimes();
  const lost = connected === false || stale;
  const state = lost ? 'lost' : connected && loaded ? 'live' : 'connecting';
  const text = lost
    ? `▲ ${t('app.lost', { time: times.time((lostAt || Date.now()) + ahead) })}`
    : state === 'live'
      ? `● ${t('app.live')}`
      : t('app.connecting');
  return (
    <output id="connection" className={`connection ${state}`}>
      {text}
    </output>
  );
}
