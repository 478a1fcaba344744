import { useSyncExternalStore } from 'react';
import { useConnected, useDispatchStore } from '../data/live-context.tsx';
import { t } from './messages.ts';
import { useTimes } from './times-context.tsx';

/** Whether what is shown is true now: a mark and a word, and since when not. */
export function Connection() {
  const { connected, lostAt } = useConnected();
  const store = useDispatchStore();
  const { staleSince, ahead, loaded } = useSyncExternalStore(store.watch, store.read);
  const times = useTimes();
  const lostSince = connected === false ? lostAt : staleSince;
  const state = lostSince !== null ? 'lost' : connected && loaded ? 'live' : 'connecting';
  const text =
    lostSince !== null
      ? `▲ ${t('app.lost', { time: times.time(lostSince + ahead) })}`
      : state === 'live'
        ? `● ${t('app.live')}`
        : t('app.connecting');
  return (
    <output id="connection" className={`connection ${state}`}>
      {text}
    </output>
  );
}
