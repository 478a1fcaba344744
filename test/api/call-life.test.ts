import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { instant, MINUTE } from '#engine';
import { callDetailSchema } from '../../api/features/calls/schema.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
const approvals = TOWN['contracts.csv']!.replace('PT8H', 'PT8H;PT20H;PT80H');
beforeAll(() => importTown(process(), { ...TOWN, 'contracts.csv': approvals }));

const later = (minutes: number): void => {
  process().now = instant(process().now + minutes * MINUTE);
};
const event = async (number: string, kind: string, body: object = {}) => {
  const reply = await post(process(), `/calls/${number}/${kind}`, { who: 'Ann', ...body });
  return { status: reply.statusCode, body: reply.json(), headers: reply.headers };
};
const read = async (number: string) => (await get(process(), `/calls/${number}`)).json();
/** What a test leaves open would stand in the way of the next one. */
afterEach(async () => {
  const { calls } = (await get(process(), '/calls?status=active&limit=100')).json();
  for (const { number } of calls) await event(number, 'cancel', { why: 'the test is over' });
});
/** A call with somebody on site. */
async function visited(device: string, territory = 'NORTH'): Promise<string> {
  const number = await logged(process(), device);
  await planned(process(), territory, number);
  await event(number, 'travel');
  later(10);
  await event(number, 'arrive');
  return number;
}

describe('visits', () => {
  it('time spent is recorded per visit, a follow-up with other skills is planned for who has them', async () => {
    const number = await visited('LIFT-1');
    later(40);
    const left = await event(number, 'follow-up', { skills: [{ skill: 'escalator' }], why: 'needs the escalator man' });
    expect(left.body).toMatchObject({ status: 'open', next_visit_skills: [{ skill: 'escalator', level: 1 }] });
    await planned(process(), 'NORTH', number);
    expect((await read(number)).resource).toBe('ANN');

    await event(number, 'travel');
    later(15);
    await event(number, 'arrive');
    later(30);
    await event(number, 'fix', { resolution: 'New drive belt' });
    const call = await read(number);
    callDetailSchema.parse(call);
    expect(call).toMatchObject({ resolution: 'New drive belt', responded_at: '2026-06-01T09:10:00Z' });
    expect(call.visits).toMatchObject([
      { visit: 1, arrived_at: '2026-06-01T09:10:00Z', time_spent: 'PT40M', outcome: 'follow-up' },
      { visit: 2, resource: 'ANN', travelled_at: '2026-06-01T09:50:00Z', time_spent: 'PT30M', outcome: 'fixed' },
    ]);

    expect((await event(number, 'visits/1/time', { time_spent: 'PT35M' })).status).toBe(200);
    expect((await read(number)).visits[0]).toMatchObject({ time_spent: 'PT35M' });
    expect((await event(number, 'visits/3/time', { time_spent: 'PT35M' })).body.code).toBe('visit-not-found');
  });

  it('the work of a second visit is planned from its own arrival', async () => {
    const number = await visited('LIFT-2');
    later(20);
    await event(number, 'hold', { reason: 'no access' });
    later(120);
    await event(number, 'resume');
    await planned(process(), 'NORTH', number);
    await event(number, 'arrive');
    await planned(process(), 'NORTH', number);
    const plan = await until(async () => {
      const { allocation } = await read(number);
      return allocation?.fixed === true ? allocation : null;
    });
    expect(plan).toMatchObject({ start: '2026-06-01T13:05:00Z', finish: '2026-06-01T14:05:00Z' });
    expect((await read(number)).visits).toMatchObject([{ outcome: 'held' }, { visit: 2, left_at: null }]);
    expect((await event(number, 'visits/2/time', { time_spent: 'PT1H' })).body.code).toBe('visit-under-way');
    await event(number, 'fix');
  });

  it('a hold in which the technician stays ends no visit', async () => {
    const number = await visited('LIFT-2');
    await event(number, 'hold', { reason: 'no access' });
    later(30);
    await event(number, 'resume', { on_site: true });
    await event(number, 'fix');
    expect((await read(number)).visits).toMatchObject([{ visit: 1, time_spent: 'PT30M', outcome: 'fixed' }]);
  });

  it('a temporary fix is known beside the permanent one', async () => {
    const number = await visited('LIFT-2');
    later(10);
    const fixed = await event(number, 'temporary-fix', { why: 'bridged' });
    expect(fixed.body).toMatchObject({ status: 'on-site', fixed_at: null });
    const first = fixed.body.temporary_fixed_at;
    expect(first).not.toBeNull();
    await event(number, 'follow-up');
    expect((await read(number)).visits.at(-1)).toMatchObject({ outcome: 'temporary-fix' });
    await planned(process(), 'NORTH', number);
    await event(number, 'arrive');
    later(5);
    await event(number, 'fix');
    expect(await read(number)).toMatchObject({ status: 'fixed', temporary_fixed_at: first });
  });
});

describe('approval', () => {
  it('waits out of the order until it is recorded; a scope over a higher threshold asks again', async () => {
    const reply = await post(process(), '/calls', { ...fault('ESC-1'), estimated_time: 'PT9H' });
    const { number } = reply.json();
    expect(reply.json()).toMatchObject({ status: 'awaiting-approval', position: null });
    expect((await event(number, 'approve')).body.status).toBe('open');
    // Within what was approved: the first threshold (8 h), not the second (20 h).
    expect((await event(number, 'estimate', { estimated_time: 'PT19H' })).body.status).not.toBe('awaiting-approval');
    const more = await event(number, 'estimate', { estimated_time: 'PT21H', why: 'scope of work' });
    expect(more.body.status).toBe('awaiting-approval');
    expect((await read(number)).order).toBeNull();
    expect((await event(number, 'approve', { who: 'Board' })).body.status).toBe('open');
    // Less, and again as much as was approved before: nobody is asked.
    await event(number, 'estimate', { estimated_time: 'PT1H' });
    expect((await event(number, 'estimate', { estimated_time: 'PT21H' })).body.status).not.toBe('awaiting-approval');
    expect((await event(number, 'estimate', { estimated_time: 'PT81H' })).body.status).toBe('awaiting-approval');
    const approvals = (await read(number)).journal.filter(({ kind }: { kind: string }) => kind === 'approve');
    expect(approvals.map(({ details }: { details: { level: number } }) => details.level)).toEqual([1, 2]);
    await event(number, 'cancel', { why: 'too dear' });
  });
});

describe('comments, excuses, appointments', () => {
  it('a comment is internal unless it is said to be for the customer; the call has another version', async () => {
    const number = await logged(process(), 'LIFT-3');
    const before = (await get(process(), `/calls/${number}`)).headers.etag;
    expect((await event(number, 'comments', { text: 'Rude on the phone' })).status).toBe(201);
    await event(number, 'comments', { text: 'We are on our way', audience: 'customer' });
    const after = await get(process(), `/calls/${number}`);
    expect(after.headers.etag).not.toBe(before);
    expect(after.json().comments).toMatchObject([
      { text: 'Rude on the phone', audience: 'internal', who: 'Ann' },
      { text: 'We are on our way', audience: 'customer' },
    ]);
    expect((await event(number, 'comments', { text: ' ' })).status).toBe(400);
    await event(number, 'cancel', { why: 'done' });
  });

  it('an excuse is set and taken away, with a reason', async () => {
    const number = await logged(process(), 'LIFT-3');
    expect((await event(number, 'excuse', { excuse: 'relief-event' })).status).toBe(400);
    const set = await event(number, 'excuse', { excuse: 'relief-event', why: 'flood' });
    expect(set.body.excuse).toBe('relief-event');
    expect((await event(number, 'excuse', { excuse: null, why: 'was no flood' })).body.excuse).toBeNull();
    await event(number, 'cancel', { why: 'done' });
    expect((await event(number, 'excuse', { excuse: null, why: 'late' })).body.code).toBe('transition-not-possible');
  });

  it('another appointment has the call planned anew; one that is over or upside down is refused', async () => {
    const number = await logged(process(), 'LIFT-4');
    const earliest = '2026-06-02T13:00:00Z';
    const agreed = await event(number, 'appoint', { earliest, latest: '2026-06-02T14:00:00Z' });
    expect(agreed.body).toMatchObject({ earliest, latest: '2026-06-02T14:00:00Z', resource: null });
    await planned(process(), 'SOUTH', number);
    expect(Date.parse((await read(number)).planned_start)).toBeGreaterThanOrEqual(Date.parse(earliest));
    const wrong = await event(number, 'appoint', { earliest, latest: '2026-05-02T14:00:00Z' });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'latest-before-earliest',
      'appointment-in-past',
    ]);
    expect((await event(number, 'appoint')).body).toMatchObject({ earliest: null, latest: null });
    await event(number, 'cancel', { why: 'done' });
  });
});

describe('reopening and duplicates', () => {
  it('a call is reopened as one new call at most, unless that was cancelled', async () => {
    const first = await visited('LIFT-3');
    await event(first, 'fix');
    const again = await event(first, 'reopen', { why: 'still stuck' });
    expect(again.status).toBe(201);
    const twice = await event(first, 'reopen', { why: 'still stuck' });
    expect([twice.status, twice.body.code, twice.headers.location]).toEqual([
      409,
      'already-reopened',
      `/calls/${again.body.number}`,
    ]);
    await event(again.body.number, 'cancel', { why: 'a mistake' });
    const third = await event(first, 'reopen', { why: 'stuck after all' });
    expect(third.status).toBe(201);
    await event(third.body.number, 'cancel', { why: 'done' });
  });

  it('merged calls ride with their original, unmerged ones stand for themselves', async () => {
    const lift = await logged(process(), 'LIFT-1');
    const other = await logged(process(), 'LIFT-2');
    const rider = await logged(process(), 'LIFT-2');
    expect((await read(rider)).duplicate_of).toBe(other);
    const merged = await event(other, 'merge', { into: lift, why: 'the same power cut' });
    expect(merged.body.duplicate_of).toBe(lift);
    expect((await read(rider)).duplicate_of).toBe(lift);
    expect((await read(other)).order.fix_by).toBe((await read(lift)).order.fix_by);

    const circle = await event(lift, 'merge', { into: other });
    expect([circle.status, circle.body.code]).toEqual([422, 'merge-into-itself']);
    const far = await logged(process(), 'LIFT-4');
    expect((await event(far, 'merge', { into: lift })).body.code).toBe('merge-other-site');
    const nowhere = { code: 'merge-into-unknown', errors: [{ field: 'into', value: 'NOPE' }] };
    expect((await event(far, 'merge', { into: 'NOPE' })).body).toMatchObject(nowhere);
    expect((await read(far)).possible).not.toContain('unmerge');
    expect((await read(other)).possible).toContain('unmerge');
    expect((await event(far, 'unmerge')).body.code).toBe('not-a-duplicate');

    expect((await event(other, 'unmerge')).body).toMatchObject({ duplicate_of: null, status: 'open' });
    await event(lift, 'cancel', { why: 'done' });
    expect((await read(other)).status).not.toBe('cancelled');
    expect((await event(other, 'merge', { into: lift })).body.code).toBe('merge-into-ended');
  });

  it('a duplicate that is reopened stands for itself', async () => {
    const original = await visited('LIFT-1');
    const duplicate = await logged(process(), 'LIFT-1');
    await event(original, 'fix');
    expect(await read(duplicate)).toMatchObject({ status: 'fixed', duplicate_of: original });
    expect((await event(duplicate, 'reopen', { why: 'mine was another' })).body).toMatchObject({
      status: 'reopened',
      duplicate_of: null,
    });
  });
});

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('until: it did not come');
}
