import type { Instant } from '#engine';
import type { Alert } from '../health/alerts.ts';

/** Whether the database has room to write. */
export interface StorageWatch {
  /** A change was refused because the disk is full. */
  refused(): void;
  /** A change was made. */
  written(): void;
  /** Changes refused so far. */
  readonly count: number;
}

/** Puts an alert among those of /health while changes are refused for want of room: from the first until one goes through. */
export function createStorageWatch(alerts: Map<string, Alert>, clock: () => Instant): StorageWatch {
  let full = false;
  let count = 0;
  const text = 'The disk of the database is full: changes are refused, reading goes on. Free space on it.';
  return {
    refused() {
      count += 1;
      if (full) return;
      full = true;
      alerts.set('storage', { code: 'storage-full', at: clock(), text, isOver: async () => !full });
    },
    written() {
      full = false;
    },
    get count() {
      return count;
    },
  };
}
