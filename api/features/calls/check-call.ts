import type { Because, Call, CallRequest, OrderedCall, Problem, RunningClock } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { becauseView, orderedView } from '../../platform/views.ts';
import { requestOf } from './log-call.ts';
import type { LogCallBody } from './schema.ts';

/** Number of a call that is in the book only while one looks where it would stand; no call is ever logged under it. */
const PREVIEW = '(preview)';

/** What logging a call now would come to. */
export interface Preview {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly device: string | null;
  /** null: refused, or it would wait for approval. */
  readonly ordered: OrderedCall | null;
  readonly clock: RunningClock | null;
  readonly because: readonly Because[];
}

/** Logs a call in the book alone, reads what it comes to, and takes it out again, all in one turn: nobody else sees it. */
export function previewed({ book }: Day, request: CallRequest): Preview {
  const admitted = book.admit(request);
  if (!admitted.ok) {
    const device = request.device?.trim() ?? null;
    return { problems: admitted.problems, warnings: [], device, ordered: null, clock: null, because: [] };
  }
  const { call, warnings } = admitted.value;
  const put: Call = { ...call, number: PREVIEW, row: 0 };
  book.put(put);
  try {
    const ordered = book.ordered(PREVIEW);
    const because = book.because(PREVIEW);
    return { problems: [], warnings, device: call.device, ordered, clock: book.clock(PREVIEW), because };
  } finally {
    book.remove(PREVIEW);
  }
}

/** What is wrong with a call that somebody is still writing, and what it would get; nothing is written. */
export async function checkCall(office: Office, body: LogCallBody): Promise<Reply> {
  const day = await office.desk.upToDate(office.store.em(), office.clock());
  const { problems, warnings, device, ordered, because } = previewed(day, requestOf(body));
  const standing = ordered === null ? null : { ...orderedView(ordered), because: becauseView(because) };
  const { number: _, ...shown } = standing ?? { number: '' };
  const found = device !== null && day.tables.devices.has(device) ? device : null;
  const view = { problems, warnings, device: found, standing: standing === null ? null : shown };
  return { status: 200, headers: {}, body: view };
}
