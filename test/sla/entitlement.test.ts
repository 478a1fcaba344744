import { describe, expect, test } from 'vitest';
import type { Call } from '../../engine/model/call.ts';
import type { Contract } from '../../engine/model/contract.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { instant } from '../../engine/model/units.ts';
import { type CallRequest, checkDatasetCalls, checkEntitlement } from '../../engine/sla/index.ts';
import { at, call, compiled, contract, date, device, hours, reference, regimeRule } from './world.ts';

const NOW = '2026-06-01T12:00:00+01:00';
const A_YEAR = { years: 1, months: 0, days: 0 };
const REQUEST: CallRequest = { device: 'D1', contact: 'Ann', description: 'Stands still' };

function ask(more: Partial<CallRequest> = {}, world = reference(), open: Call[] = []) {
  const terms = compiled(world, '2026-01-01T00:00:00Z', NOW);
  return checkEntitlement(terms, world, { ...REQUEST, ...more }, { now: at(NOW), openCallsOn: () => open });
}
function refused(more: Partial<CallRequest> = {}, world?: Reference) {
  const result = ask(more, world);
  return result.ok ? [] : result.problems.map(({ code }) => code);
}
function admitted(more: Partial<CallRequest> = {}, world?: Reference, open?: Call[]) {
  const result = ask(more, world, open);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
const warned = (more: Partial<CallRequest> = {}, world?: Reference, open?: Call[]) =>
  admitted(more, world, open).warnings.map(({ code }) => code);
const under = (more: Partial<Contract>) => reference({ contracts: [contract('C1', more)] });

describe('domain section 4: which device', () => {
  const two = reference({ devices: [device('D1'), device('D2'), device('D3', { model: 'M2' })] });

  test('a device, or a site and a model at which exactly one device matches', () => {
    expect(admitted({ device: 'D2' }, two).call.device).toBe('D2');
    expect(admitted({ device: '', site: 'S1', model: 'M2' }, two).call.device).toBe('D3');
  });

  test('of a device and the one that took its place, the one in service is meant', () => {
    const old = device('D1', { retiredOn: date('2026-03-31') });
    const replaced = reference({ devices: [old, device('D2', { installedOn: date('2026-04-01') })] });
    expect(admitted({ device: null, site: 'S1', model: 'M1' }, replaced).call.device).toBe('D2');
    expect(refused({ device: null, site: 'S1', model: 'M1' }, reference({ devices: [old] }))).toEqual([
      'device-retired',
    ]);
  });

  test.each([
    ['unknown device', { device: 'NO' }, ['unknown-device']],
    ['unknown site', { site: 'NO' }, ['unknown-site']],
    ['unknown model', { device: null, site: 'S1', model: 'NO' }, ['unknown-model']],
    ['no device at that site of that model', { device: null, site: 'S2', model: 'M1' }, ['no-device-there']],
    ['several devices there', { device: null, site: 'S1', model: 'M1' }, ['several-devices-there']],
    ['device not at the named site', { site: 'S2' }, ['device-not-at-site']],
    ['device not of the named model', { model: 'M2' }, ['device-not-of-model']],
    ['nothing named', { device: ' ' }, ['device-missing']],
    ['a site alone', { device: null, site: 'S1' }, ['device-missing']],
  ] as const)('%s', (_, more, codes) => {
    expect(refused(more, two)).toEqual(codes);
  });
});

describe('domain section 4: errors', () => {
  test('installed_on and retired_on are inclusive, in the site’s zone', () => {
    const one = reference({
      devices: [device('D1', { installedOn: date('2026-04-01'), retiredOn: date('2026-04-30') })],
    });
    const logged = (loggedAt: string) => refused({ loggedAt: at(loggedAt) }, one);
    expect(logged('2026-03-31T23:59:00+01:00')).toEqual(['device-not-installed-yet']);
    expect(logged('2026-04-01T00:00:00+01:00')).toEqual([]);
    expect(logged('2026-04-30T23:59:00+01:00')).toEqual([]);
    expect(logged('2026-05-01T00:00:00+01:00')).toEqual(['device-retired']);
  });

  test('an installation call may name a device that is not installed yet', () => {
    const one = reference({ devices: [device('D1', { installedOn: date('2026-09-01') })] });
    expect(refused({ type: 'installation' }, one)).toEqual([]);
    expect(refused({ type: 'maintenance' }, one)).toEqual(['device-not-installed-yet']);
  });

  test('a contract is in force on its inclusive dates in its own zone', () => {
    const one = under({ startsOn: date('2026-04-01'), endsOn: date('2026-04-30'), timeZone: 'America/New_York' });
    const logged = (loggedAt: string) => refused({ loggedAt: at(loggedAt) }, one);
    expect(logged('2026-03-31T23:59:00-04:00')).toEqual(['contract-not-in-force']);
    expect(logged('2026-04-01T00:00:00-04:00')).toEqual([]);
    expect(logged('2026-04-30T23:59:00-04:00')).toEqual([]);
    expect(logged('2026-05-01T00:00:00-04:00')).toEqual(['contract-not-in-force']);
  });

  test('automatic renewals extend the term', () => {
    const ended = { endsOn: date('2024-12-31') };
    expect(refused({}, under(ended))).toEqual(['contract-not-in-force']);
    expect(refused({}, under({ ...ended, autoRenew: true, renewalTerm: A_YEAR }))).toEqual([]);
    expect(refused({}, under({ ...ended, autoRenew: true }))).toEqual([]);
  });

  test('no regime applies', () => {
    expect(refused({}, reference({ regimeRules: [regimeRule({ hours: 'Sa,Su 08:00-18:00' })] }))).toEqual([
      'no-regime',
    ]);
  });

  test.each([
    ['contact missing', { contact: ' ' }, 'contact-missing'],
    ['description missing', { description: '' }, 'description-missing'],
    ['logged in the future', { loggedAt: instant(at(NOW) + 1) }, 'logged-in-future'],
    ['occurred after it was logged', { occurredAt: instant(at(NOW) + 1) }, 'occurred-after-logged'],
    ['latest before earliest', { earliest: instant(at(NOW) + 1), latest: at(NOW) }, 'latest-before-earliest'],
    ['an appointment that is over', { latest: instant(at(NOW) - 1) }, 'appointment-in-past'],
    ['an emergency without a reason', { emergency: ' ' }, 'emergency-reason-missing'],
  ] as const)('%s', (_, more, code) => {
    expect(refused(more)).toEqual([code]);
  });

  test('what is just allowed: logged now, occurred when logged, earliest = latest', () => {
    const now = at(NOW);
    expect(refused({ loggedAt: now, occurredAt: now, earliest: now, latest: now })).toEqual([]);
  });

  test('every problem is reported at once, each with field, message and action', () => {
    const result = ask({ site: 'S2', model: 'M2', contact: '', description: '', occurredAt: instant(at(NOW) + 1) });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems.map(({ code }) => code)).toEqual([
      'device-not-at-site',
      'device-not-of-model',
      'contact-missing',
      'description-missing',
      'occurred-after-logged',
    ]);
    for (const problem of result.problems) {
      expect(problem.field).toBeTruthy();
      expect(problem.message).toMatch(/\.$/);
      expect(problem.action).toMatch(/\.$/);
    }
  });
});

describe('domain section 4: warnings let the call through', () => {
  test('an open call on the same device: the new one is its duplicate', () => {
    const open = [call('8', '2026-06-01T10:30:00Z', { duplicateOf: '7' }), call('7', '2026-06-01T10:00:00Z')];
    expect(warned({}, undefined, open)).toEqual(['open-call-on-device']);
    expect(admitted({}, undefined, open).call.duplicateOf).toBe('7');
  });

  test('only faults are duplicates of faults', () => {
    const fault = call('7', '2026-06-01T10:00:00Z');
    const maintenance = call('7', '2026-06-01T10:00:00Z', { type: 'maintenance' });
    expect(admitted({ type: 'maintenance' }, undefined, [fault]).call.duplicateOf).toBeNull();
    expect(admitted({}, undefined, [maintenance]).call.duplicateOf).toBeNull();
    expect(warned({}, undefined, [maintenance])).toEqual(['open-call-on-device']);
  });

  test('a contract inside its notice period', () => {
    const notice = { noticePeriod: { years: 0, months: 1, days: 0 } };
    expect(warned({}, under({ ...notice, endsOn: date('2026-06-30') }))).toEqual(['notice-period']);
    expect(warned({}, under({ ...notice, endsOn: date('2026-07-01') }))).toEqual([]);
    expect(warned({}, under({ ...notice, endsOn: date('2024-06-30'), autoRenew: true }))).toEqual(['notice-period']);
    expect(warned({}, under({ ...notice, endsOn: date('2024-07-01'), autoRenew: true }))).toEqual([]);
    expect(warned({}, under(notice))).toEqual([]);
  });

  test('an estimated time over the approval threshold: the call waits for approval', () => {
    const one = under({ approvalOver: [hours(8), hours(20)] });
    expect(warned({ estimatedTime: hours(8) }, one)).toEqual([]);
    expect(warned({ estimatedTime: hours(9) }, one)).toEqual(['approval-needed']);
    expect(admitted({ estimatedTime: hours(9) }, one).call.status).toBe('awaiting-approval');
    expect(admitted({ estimatedTime: hours(8) }, one).call.status).toBe('open');
  });

  test('a device still under warranty is said so, its last day included', () => {
    const until = (day: string) => reference({ devices: [device('D1', { warrantyUntil: date(day) })] });
    expect(admitted({}, until('2026-06-01')).underWarranty).toBe(true);
    expect(warned({}, until('2026-06-01'))).toEqual(['under-warranty']);
    expect(admitted({}, until('2026-05-31')).underWarranty).toBe(false);
  });
});

describe('domain section 4: what is logged', () => {
  test('a fault, now, service affecting, unless said otherwise', () => {
    expect(admitted().call).toMatchObject({ type: 'fault', loggedAt: at(NOW), serviceAffecting: true, status: 'open' });
    expect(admitted({ type: 'maintenance' }).call.serviceAffecting).toBe(false);
  });
});

describe('calls of a dataset (decision 18)', () => {
  const check = (calls: Call[], world = reference()) =>
    checkDatasetCalls(compiled(world, '2026-01-01T00:00:00Z', NOW), world, calls);

  test('problems name file and row, all calls at once', () => {
    const retired = reference({ devices: [device('D1', { retiredOn: date('2026-05-01') })] });
    const calls = [
      call('1', '2026-05-01T12:00:00Z'),
      call('2', '2026-05-02T12:00:00Z'),
      call('3', '2026-05-03T12:00:00Z', { occurredAt: at('2026-05-03T13:00:00Z') }),
    ];
    expect(check(calls, retired).map(({ file, row, code }) => [file, row, code])).toEqual([
      ['calls.csv', calls[1]!.row, 'device-retired'],
      ['calls.csv', calls[2]!.row, 'device-retired'],
      ['calls.csv', calls[2]!.row, 'occurred-after-logged'],
    ]);
  });

  test('a call logged after now is not an error: it is not known yet', () => {
    expect(check([call('1', '2026-06-05T12:00:00Z')])).toEqual([]);
  });
});
