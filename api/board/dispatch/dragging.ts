/** The kind of data that a dragged call carries. */
export const DRAGGED_CALL = 'application/x-turnout-call';

const watchers = new Set<() => void>();
let dragged: string | null = null;

/** The call that is being dragged: browsers hide the data of a drag until the drop. */
export const dragging = {
  read: (): string | null => dragged,
  watch(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  set(number: string | null): void {
    dragged = number;
    for (const watcher of watchers) watcher();
  },
};
