import { useCallback } from 'react';
import { useSearch } from 'wouter';

/** One value of the address, so that what is shown can be sent on; '' : not there. */
export function useInAddress(name: string): readonly [string, (value: string) => void] {
  const value = new URLSearchParams(useSearch()).get(name) ?? '';
  const set = useCallback((next: string) => putInAddress({ [name]: next }), [name]);
  return [value, set];
}

/** Puts values into the address, each '' takes one away. The router’s own way keeps the last search where all of it goes. */
export function putInAddress(values: Readonly<Record<string, string>>): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') search.delete(name);
    else search.set(name, value);
  }
  const text = search.size === 0 ? '' : `?${search}`;
  history.replaceState(history.state, '', `${location.pathname}${text}${location.hash}`);
}

/** The parts of an address behind a page (`MAIN/statement/2026-10`), each as it was meant; one that can't be read stays as it is. */
export const segmentsOf = (rest: string | undefined): string[] => (rest ?? '').split('/').map(decoded);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
