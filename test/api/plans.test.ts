import { beforeAll, describe, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
let esc = '';
let lift = '';
beforeAll(async () => {
  await importTown(process());
  lift = await logged(process(), 'LIFT-1');
  esc = await logged(process(), 'ESC-1');
  await planned(process(), 'NORTH', lift);
  await planned(process(), 'SOUTH', esc);
});
const json = async (url: string) => (await get(process(), url)).json();

describe('order and plans', () => {
  it('the queue stands in order: the lower level first', async () => {
    const queue = await json('/queue?reasons=true');
    expect(queue.calls.map((call: { number: string }) => call.number)).toEqual([esc, lift]);
    expect(queue.calls[0]).toMatchObject({
      position: 1,
      priority: 2,
      status: 'allocated',
      resource: 'CAT',
      site_name: 'South Station',
    });
    expect(queue.calls[0].because.length).toBeGreaterThan(0);
    expect(queue.total).toBe(2);
  });

  it('the queue by territory keeps the positions among all, and pages by cursor', async () => {
    const north = await json('/queue?territory=NORTH');
    expect(north.calls).toMatchObject([{ number: lift, position: 2 }]);
    const first = await json('/queue?limit=1');
    expect(first.next).not.toBeNull();
    const second = await json(`/queue?limit=1&cursor=${first.next}`);
    expect(second.calls).toMatchObject([{ number: lift }]);
    expect(second.next).toBeNull();
  });

  it('tables come as CSV where asked for', async () => {
    for (const url of ['/queue', '/calls', '/territories/NORTH/plan']) {
      const reply = await get(process(), url, { accept: 'text/csv' });
      expect(reply.headers['content-type']).toContain('text/csv');
      expect(reply.body.split('\r\n')[1]).toContain('C-');
    }
    expect((await get(process(), '/queue', { accept: 'image/png' })).statusCode).toBe(406);
  });

  it('the link from a table to its next page keeps the filters', async () => {
    for (const url of ['/queue?limit=1&class=normal', '/calls?limit=1&status=active&text=st%75ck']) {
      const { link } = (await get(process(), url, { accept: 'text/csv' })).headers;
      const next = new URL(/<(.+)>; rel="next"/.exec(String(link))![1]!, `http://localhost${url}`);
      expect(next.pathname).toBe(new URL(url, 'http://localhost').pathname);
      expect([...next.searchParams.keys()].sort()).toEqual(
        [...new URL(url, 'http://localhost').searchParams.keys(), 'cursor'].sort(),
      );
      const last = await get(process(), `${next.pathname}${next.search}`, { accept: 'text/csv' });
      expect(last.statusCode).toBe(200);
      expect(last.headers.link).toBeUndefined();
    }
  });

  it('a list of calls over a period that ends before it begins is refused, as a report is', async () => {
    const reply = await get(process(), '/calls?logged_from=2026-06-02T00:00:00Z&logged_to=2026-06-01T00:00:00Z');
    expect(reply.statusCode).toBe(400);
    expect(reply.json().errors).toMatchObject([
      { code: 'bad-value', field: 'logged_from', value: '2026-06-02T00:00:00Z' },
    ]);
  });

  it('explains why a call stands where it does', async () => {
    const why = await json(`/calls/${lift}/explain`);
    expect(why).toMatchObject({ call: lift, position: 2, above: { number: esc, criterion: 'priority' } });
    expect(why.would_move_up.length).toBeGreaterThan(0);
  });

  it('lists territories, a plan, and a technician’s day', async () => {
    const { territories } = await json('/territories');
    expect(territories).toMatchObject([
      { code: 'NORTH', open_calls: 1, resources: 2, unallocated: 0 },
      { code: 'SOUTH', open_calls: 1, resources: 1, unallocated: 0 },
    ]);
    const plan = await json('/territories/SOUTH/plan');
    expect(plan).toMatchObject({ currency: 'GBP', allocations: [{ call: esc, resource: 'CAT' }], unallocated: [] });
    expect(Number(plan.cost.total)).toBeGreaterThan(0);
    const route = await json('/resources/CAT/route?date=2026-06-01');
    expect(route).toMatchObject({
      resource: 'CAT',
      time_zone: 'UTC',
      stops: [{ call: esc, site: 'S1', status: 'allocated' }],
    });
    expect((await json('/resources/CAT/route?date=2026-06-03')).stops).toEqual([]);
  });

  it('each allocated call tells what it waits behind and why', async () => {
    const { allocations } = await json('/territories/NORTH/plan');
    const byResource = Map.groupBy(allocations as { call: string; resource: string }[], ({ resource }) => resource);
    const [first, second] = [...byResource.values()].find((route) => route.length > 1) ?? [allocations[0]];
    expect((await json(`/calls/${first!.call}`)).waits_behind).toEqual([]);
    if (second === undefined) return;
    const [waits] = (await json(`/calls/${second.call}`)).waits_behind;
    expect(waits).toMatchObject({ call: first!.call, minutes: expect.any(Number), reason: expect.any(String) });
  });

  it('each allocation tells its parts of the cost, and all of them add up to the plan’s to the penny', async () => {
    const pence = (amount: string) => Math.round(Number(amount) * 100);
    for (const url of ['/territories/NORTH/plan', '/territories/SOUTH/plan']) {
      const { allocations, unallocated, cost, other_cost: other } = await json(url);
      const { total, ...parts } = cost as Record<string, string>;
      expect(allocations.length).toBeGreaterThan(0);
      for (const each of allocations) {
        const { total: own, ...ownParts } = each.cost as Record<string, string>;
        expect(Object.keys(ownParts)).toEqual([
          ...['respond_late', 'fix_late', 'waiting', 'travel', 'overtime', 'scarce_skills'],
        ]);
        expect(Object.values(ownParts).reduce((sum, part) => sum + pence(part), 0)).toBe(pence(own!));
      }
      for (const part of Object.keys(parts)) {
        const calls = allocations.map((each: { cost: Record<string, string> }) => pence(each.cost[part] ?? '0'));
        const left = part === 'unplaced' ? unallocated.map((each: { cost: string }) => pence(each.cost)) : [];
        const sum = [...calls, ...left].reduce((a: number, b: number) => a + b, pence(other[part]));
        expect([part, sum]).toEqual([part, pence(parts[part]!)]);
      }
      expect(pence(other.imbalance)).toBe(pence(parts.imbalance!));
      expect(Object.values(parts).reduce((sum, part) => sum + pence(part), 0)).toBe(pence(total!));
      expect(pence(other.total)).toBe(
        pence(total!) -
          allocations.reduce((sum: number, each: { cost: { total: string } }) => sum + pence(each.cost.total), 0) -
          unallocated.reduce((sum: number, each: { cost: string }) => sum + pence(each.cost), 0),
      );
    }
    const { allocation } = await json(`/calls/${esc}`);
    const { allocations } = await json('/territories/SOUTH/plan');
    expect(allocation).toEqual(allocations[0]);
    expect(Number(allocation.cost.travel)).toBeGreaterThan(0);
  });

  it('ranks candidates with cost and reasons', async () => {
    const { candidates } = await json(`/calls/${lift}/candidates`);
    expect(candidates.length).toBe(2);
    expect(candidates[0]).toMatchObject({ possible: true, reasons: [] });
    const south = (await json(`/calls/${esc}/candidates`)).candidates;
    expect(south).toMatchObject([{ resource: 'CAT', possible: true, present: true }]);
  });

  it('a dispatcher allocates and pins; the plan keeps it', async () => {
    const other = (await json(`/calls/${lift}`)).allocation.resource === 'ANN' ? 'BOB' : 'ANN';
    const reply = await post(process(), `/calls/${lift}/allocate`, { who: 'Dee', resource: other, pin: true });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json()).toMatchObject({ resource: other, pinned: true, status: 'allocated', violations: [] });
    const next = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', next);
    const plan = await json('/territories/NORTH/plan');
    expect(plan.allocations.find((each: { call: string }) => each.call === lift)).toMatchObject({
      resource: other,
      fixed: true,
    });
    expect((await post(process(), `/calls/${lift}/unpin`, { who: 'Dee' })).json().pinned).toBe(false);
    expect((await post(process(), `/calls/${lift}/pin`, { who: 'Dee' })).json().pinned).toBe(true);
  });

  it('hard rules broken by hand are shown and refused, unless forced with a reason', async () => {
    const { number } = (
      await post(process(), '/calls', {
        ...{ device: 'LIFT-3', contact: 'x', description: 'at night only', type: 'query' },
        ...{ earliest: '2026-06-01T20:00:00Z', latest: '2026-06-01T21:00:00Z' },
      })
    ).json();
    const refused = await post(process(), `/calls/${number}/allocate`, { who: 'Dee', resource: 'BOB' });
    expect(refused.statusCode, refused.body).toBe(409);
    expect(refused.json().errors.length).toBeGreaterThan(0);
    const noReason = await post(process(), `/calls/${number}/allocate`, { who: 'Dee', resource: 'BOB', force: true });
    expect(noReason.json().code).toBe('force-needs-reason');
    const body = { who: 'Dee', resource: 'BOB', force: true, why: 'agreed with Bob' };
    const forced = await post(process(), `/calls/${number}/allocate`, body);
    expect(forced.statusCode, forced.body).toBe(200);
    expect(forced.json()).toMatchObject({ resource: 'BOB', pinned: true });
    expect(forced.json().violations.length).toBeGreaterThan(0);
  });

  it('unknown territory, resource, call and plan are 404', async () => {
    expect((await get(process(), '/territories/NOPE/plan')).json().code).toBe('territory-not-found');
    expect((await get(process(), '/resources/NOPE/route')).json().code).toBe('resource-not-found');
    expect((await get(process(), '/calls/NOPE/candidates')).json().code).toBe('call-not-found');
    expect((await get(process(), '/calls/NOPE/explain')).json().code).toBe('call-not-found');
    expect((await get(process(), '/queue?territory=NOPE')).json().code).toBe('territory-not-found');
    const reply = await post(process(), `/calls/${lift}/allocate`, { who: 'Dee', resource: 'NOPE' });
    expect([reply.statusCode, reply.json().code]).toEqual([422, 'unknown-resource']);
  });
});
