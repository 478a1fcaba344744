import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** The chosen call, and the territory, as the address has them. */
export interface Selection {
  readonly call: string | null;
  readonly territory: string;
  choose(call: string | null): void;
  showTerritory(code: string): void;
}

export function useSelection(): Selection {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (name: string, value: string | null) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === null || value === '') after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return {
    call: search.get('call'),
    territory: search.get('territory') ?? '',
    choose: useCallback((call) => set('call', call), [set]),
    showTerritory: useCallback((code) => set('territory', code), [set]),
  };
}
