import { beforeEach, describe, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
const json = async (url: string) => (await get(process(), url)).json();
const attempt = async (number: string, resource: string) =>
  (await post(process(), `/calls/${number}/try`, { resource })).json();

beforeEach(() => importTown(process()));

describe('POST /calls/:number/try', () => {
  it('tells money, place and whom it delays, and changes nothing', async () => {
    const first = await logged(process(), 'LIFT-1');
    const second = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', first);
    await planned(process(), 'NORTH', second);
    const before = await json('/territories/NORTH/plan');
    const has = before.allocations.find(({ call }: { call: string }) => call === first).resource;
    const other = has === 'ANN' ? 'BOB' : 'ANN';
    const trial = await attempt(first, other);
    expect(trial).toMatchObject({ call: first, resource: other, possible: true, violations: [] });
    expect(trial.before.resource).toBe(has);
    expect(trial.allocation).toMatchObject({ resource: other, fixed: true });
    const { total, ...parts } = trial.cost_parts;
    const sum = Object.values(parts as Record<string, string>).reduce(
      (all, part) => all + Math.round(Number(part) * 100),
      0,
    );
    expect(sum).toBe(Math.round(Number(total) * 100));
    expect(trial.cost).toBe(total);
    const after = await json('/territories/NORTH/plan');
    expect(after).toEqual(before);
  });
  it('comes to what allocating then does', async () => {
    const number = await logged(process(), 'LIFT-1');
    await planned(process(), 'NORTH', number);
    const trial = await attempt(number, 'ANN');
    await post(process(), `/calls/${number}/allocate`, { who: 'Ann', resource: 'ANN', pin: true });
    const { allocation } = await json(`/calls/${number}`);
    // Its cost is told by the next plan.
    const { cost: _, change_cost: __, ...place } = allocation;
    expect(place).toEqual(trial.allocation);
  });
  it('where the call already is, it costs nothing more', async () => {
    const number = await logged(process(), 'ESC-1');
    await planned(process(), 'SOUTH', number);
    expect(await attempt(number, 'CAT')).toMatchObject({ possible: true, cost: '0.00', others: [] });
  });
  it('names the hard rules that it would break', async () => {
    const number = await logged(process(), 'LIFT-1');
    await planned(process(), 'NORTH', number);
    const away = { who: 'Ann', from: '2026-06-01T09:00:00Z', to: '2026-07-01T00:00:00Z' };
    await post(process(), '/resources/ANN/absences', away, { prefer: 'wait=20' });
    const trial = await attempt(number, 'ANN');
    expect(trial.possible).toBe(false);
    expect(trial.violations.map(({ code }: { code: string }) => code)).toContain('outside-shift');
  });
  it('refuses whom nobody knows, and calls that are not in the order', async () => {
    const number = await logged(process(), 'LIFT-1');
    expect(await attempt(number, 'ZED')).toMatchObject({ status: 422, code: 'unknown-resource' });
    expect(await attempt('NONE', 'ANN')).toMatchObject({ status: 404, code: 'call-not-found' });
  });
});

describe('POST /calls/:number/split', () => {
  it('the call keeps the first part, a return visit is logged for the rest', async () => {
    const number = await logged(process(), 'ESC-1');
    const reply = await post(process(), `/calls/${number}/split`, { who: 'Ann', first: 'PT45M' });
    expect(reply.json()).toMatchObject({ number, estimated_time: 'PT45M' });
    const second = await json(`/calls/${reply.json().second}`);
    expect(second).toMatchObject({ type: 'return', device: 'ESC-1', estimated_time: 'PT1H15M', duplicate_of: null });
    expect((await json(`/calls/${number}`)).journal.at(-1).details).toMatchObject({ split_into: second.number });
  });
  it('refuses to leave nothing for the second part', async () => {
    const number = await logged(process(), 'LIFT-1');
    const reply = await post(process(), `/calls/${number}/split`, { who: 'Ann', first: 'PT1H' });
    expect(reply.json()).toMatchObject({ status: 422, code: 'split-not-possible' });
  });
});
