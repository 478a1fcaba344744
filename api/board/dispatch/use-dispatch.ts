import { useSyncExternalStore } from 'react';
import type { Dispatch } from '../data/dispatch-store.ts';
import { useDispatchStore } from '../data/live-context.tsx';

export function useDispatch(): Dispatch {
  const store = useDispatchStore();
  return useSyncExternalStore(store.watch, store.read);
}
