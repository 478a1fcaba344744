import { useSyncExternalStore } from 'react';

const KEY = 'turnout.who';
const watchers = new Set<() => void>();

/** The name under which the user's changes stand in the journal; kept by the browser. '' : not said yet. */
export const whoAmI = {
  read: (): string => localStorage.getItem(KEY) ?? '',
  set(name: string): void {
    localStorage.setItem(KEY, name);
    for (const watcher of watchers) watcher();
  },
  watch(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
};

export const useWhoAmI = (): string => useSyncExternalStore(whoAmI.watch, whoAmI.read);
