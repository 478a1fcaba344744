import type { Log } from '../../platform/log.ts';
import type { Store } from '../../store/index.ts';
import { type AuditRecord, appendAudit } from './audit-log.ts';

export interface AuditWriter {
  add(record: AuditRecord): void;
  /** Resolves when all that was added is stored. */
  flush(): Promise<void>;
}

/** Gathers records and appends them together, so that the chain's lock is taken once for many. */
export function createAuditWriter(store: Store, log: Log): AuditWriter {
  let waiting: AuditRecord[] = [];
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const records = waiting;
      waiting = [];
      try {
        await store.transaction((em) => appendAudit(em, records));
      } catch (error) {
        waiting = [...records, ...waiting];
        log.error(
          { err: error, waiting: waiting.length },
          'audit entries could not be stored; they are kept and tried again',
        );
        return;
      }
    }
  };
  const start = (): Promise<void> => {
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  };
  return {
    add(record) {
      waiting.push(record);
      void start();
    },
    async flush() {
      await start();
      if (waiting.length > 0) await start();
    },
  };
}
