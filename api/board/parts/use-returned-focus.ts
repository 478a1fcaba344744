import { useEffect } from 'react';

/** What had the focus before has it again once the part that asks is gone: who works by keys is not thrown back to the top. */
export function useReturnedFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      // Whatever is taken away takes the focus along first.
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    };
  }, []);
}
