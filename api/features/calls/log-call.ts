import type { Call, CallRequest } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import { becauseView, callView, type Directory, deviceOf, orderedView, territoryOf } from '../../platform/views.ts';
import { refusal } from '../../problem.ts';
import { appendEvents, type CallPlace, insertCalls, lockDevices } from '../../store/index.ts';
import { etag } from './find-call.ts';
import type { LogCallBody } from './schema.ts';

/**
 * Logs a call: entitlement, targets, class and place in the order, then call, journal and the replan of its territory
 * in one transaction. The device is locked first, so that of two reports of one failure at the same moment, even at
 * two processes, one becomes the original and the other its duplicate.
 */
export async function logCall(change: Change, body: LogCallBody): Promise<Reply> {
  await lockDevices(change.em, await devicesMeant(body, async () => (await change.day()).tables));
  return enterCall(change, body);
}

/** As `logCall`, for a call whose devices have been locked. */
export async function enterCall(change: Change, body: LogCallBody): Promise<Reply> {
  const by = { who: body.who ?? body.contact?.trim().slice(0, 200) ?? '', why: null, at: null };
  return (await enter(change, requestOf(body), by, {})).reply;
}

/** Logs a call that another one made necessary. The same checks: who is no longer entitled to one, gets none. */
export async function admitAndEnter(
  change: Change,
  call: Call,
  by: By,
  details: Readonly<Record<string, unknown>>,
): Promise<Entered> {
  await lockDevices(change.em, [call.device]);
  return enter(change, call, by, details);
}

export interface Entered {
  readonly number: string;
  readonly reply: Reply;
}

export const requestOf = (body: LogCallBody): CallRequest => ({
  device: body.device ?? null,
  site: body.site ?? null,
  model: body.model ?? null,
  contact: body.contact ?? '',
  description: body.description ?? '',
  type: body.type ?? null,
  loggedAt: body.logged_at ?? null,
  occurredAt: body.occurred_at ?? null,
  serviceAffecting: body.service_affecting ?? null,
  inUse: body.in_use ?? null,
  estimatedTime: body.estimated_time ?? null,
  earliest: body.earliest ?? null,
  latest: body.latest ?? null,
});

/** The device that is named, or all that site and model may mean; unknown ones are refused later, with all else. */
export async function devicesMeant(body: LogCallBody, tables: () => Promise<Directory>): Promise<string[]> {
  if (body.device !== undefined && body.device.trim() !== '') return [body.device.trim()];
  const { reference } = await tables();
  return reference.devices
    .filter((device) => device.site === body.site?.trim() && device.model === body.model?.trim())
    .map(({ code }) => code);
}

/** As `admitAndEnter`, of a request that no person made; `adapt` gives the call what no caller can ask for. */
export async function enterRequest(
  change: Change,
  request: CallRequest & { readonly device: string },
  by: By,
  details: Readonly<Record<string, unknown>>,
  adapt: (call: Call) => Call,
): Promise<Entered> {
  await lockDevices(change.em, [request.device]);
  return enter(change, request, by, details, adapt);
}

/** Checks a new call and writes it: row, first journal entry, replan; the reply shows where it stands. */
async function enter(
  change: Change,
  request: CallRequest,
  by: By,
  details: Readonly<Record<string, unknown>>,
  adapt: (call: Call) => Call = (call) => call,
): Promise<Entered> {
  const day = await change.day();
  // Dated by the clock of this change: never later than it is recorded.
  const admitted = day.book.admit(request, change.now);
  if (!admitted.ok) throw refusal('call-refused', admitted.problems);
  const { warnings } = admitted.value;
  const { number, row } = await change.callNumber();
  const call: Call = adapt({ ...admitted.value.call, number, row });
  const place = placeOf(day, call);

  change.provisional();
  day.book.put(call);
  const ordered = day.book.ordered(number);
  const because = day.book.because(number);
  change.atEnd(insertCalls, { ...call, ...place });
  change.atEnd(appendEvents, {
    territory: place.territory,
    call: number,
    at: call.loggedAt,
    recordedAt: change.now,
    kind: 'logged',
    who: by.who,
    why: by.why,
    data: { ...details, set: call },
  });
  change.replan(place.territory);
  change.tell({ kind: 'call', number, territory: place.territory, event: 'logged' });

  const { number: _, contract: __, territory: ___, ...standing } = ordered === null ? NOWHERE : orderedView(ordered);
  const body = {
    ...callView(day.tables, call, call.status ?? 'open', null),
    version: 1,
    ...standing,
    because: becauseView(because),
    warnings,
  };
  const headers = { location: `/calls/${encodeURIComponent(number)}`, etag: etag({ version: 1 }) };
  return { number, reply: { status: 201, headers, body } };
}

/** Of a call that awaits approval, and so stands nowhere in the order. */
const NOWHERE = {
  ...{ number: '', contract: '', territory: '', regime: null, respond_by: null, fix_by: null, due: null },
  ...{ class: null, priority: null, levels: null, position: null },
};

function placeOf(day: Day, call: Call): CallPlace {
  const { contract, site, model, zone } = deviceOf(day.tables, call);
  return { territory: territoryOf(day.tables, call), contract, site, model, zone };
}
