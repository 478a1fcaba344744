import { useSyncExternalStore } from 'react';

const KEY = 'turnout.who';
const watchers = new Set<() => void>();
const tell = (): void => {
  for (const watcher of watchers) watcher();
};

/** The name under which the user's changes stand in the journal; kept by the browser, for all its windows. '' : not said yet. */
export const whoAmI = {
  read: (): string => localStorage.getItem(KEY) ?? '',
  set(name: string): void {
    if (name === '') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
    tell();
  },
  watch(watcher: () => void): () => void {
    if (watchers.size === 0) addEventListener('storage', tell);
    watchers.add(watcher);
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) removeEventListener('storage', tell);
    };
  },
};

export const useWhoAmI = (): string => useSyncExternalStore(whoAmI.watch, whoAmI.read);
