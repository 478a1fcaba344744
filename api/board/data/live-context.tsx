import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { DispatchStore } from './dispatch-store.ts';
import { Live, type LiveEvent } from './live.ts';

interface Office {
  readonly live: Live;
  readonly dispatch: DispatchStore;
}

const Context = createContext<Office | null>(null);

/** One stream of changes and one store of open calls and plans for all pages. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [office] = useState<Office>(() => {
    const live = new Live();
    return { live, dispatch: new DispatchStore(live) };
  });
  useEffect(() => {
    office.live.open();
    const stop = office.dispatch.start();
    return () => {
      stop();
      office.live.close();
    };
  }, [office]);
  return <Context value={office}>{children}</Context>;
}

function useOffice(): Office {
  const office = useContext(Context);
  if (office === null) throw new Error('useOffice needs a LiveProvider above it.');
  return office;
}

export const useDispatchStore = (): DispatchStore => useOffice().dispatch;

/** null: not known yet. */
export function useConnected(): { readonly connected: boolean | null; readonly lostAt: number } {
  const { live } = useOffice();
  const connected = useSyncExternalStore(live.watch, live.connected);
  return { connected, lostAt: live.lostAt };
}

/** Calls `listener` at each change; it need not be the same function each time. */
export function useLive(listener: (event: LiveEvent) => void): void {
  const { live } = useOffice();
  useEffect(() => live.onChange(listener), [live, listener]);
}
