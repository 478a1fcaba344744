import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';

/** The chosen call, and the territory, as the address has them. */
export interface Selection {
  readonly call: string | null;
  readonly territory: string;
  choose(call: string | null): void;
  showTerritory(code: string): void;
}

export function useSelection(): Selection {
  const text = useSearch();
  const search = useMemo(() => new URLSearchParams(text), [text]);
  return {
    call: search.get('call'),
    territory: search.get('territory') ?? '',
    choose: useCallback((call) => set('call', call), []),
    showTerritory: useCallback((code) => set('territory', code), []),
  };
}

/** The router’s own way keeps the last search where all of it is taken away. */
function set(name: string, value: string | null): void {
  const search = new URLSearchParams(location.search);
  if (value === null || value === '') search.delete(name);
  else search.set(name, value);
  const text = search.size === 0 ? '' : `?${search}`;
  history.replaceState(history.state, '', `${location.pathname}${text}${location.hash}`);
}
