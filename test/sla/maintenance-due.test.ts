import { describe, expect, test } from 'vitest';
import type { LocalDate } from '../../engine/model/units.ts';
import { DAY, millis } from '../../engine/model/units.ts';
import { maintenanceDue } from '../../engine/sla/index.ts';
import { at, contract, date, device, site } from './world.ts';

const monthly = { years: 0, months: 1, days: 0 };
const model = (every: typeof monthly | null) => ({
  code: 'M',
  name: 'M',
  skills: [],
  repairTime: millis(3_600_000),
  maintenanceEvery: every,
  maintenanceTime: null,
});
const due = (
  options: {
    last?: string;
    now?: string;
    installed?: string;
    retired?: string;
    raised?: string[];
    every?: typeof monthly | null;
    ahead?: number;
    ends?: string;
  } = {},
) =>
  maintenanceDue(
    {
      device: {
        ...device('D1'),
        installedOn: options.installed === undefined ? null : date(options.installed),
        retiredOn: options.retired === undefined ? null : date(options.retired),
      },
      model: model(options.every === undefined ? monthly : options.every),
      contract: contract('C', {
        startsOn: date('2026-01-15'),
        ...(options.ends === undefined ? {} : { endsOn: date(options.ends) }),
      }),
      site: site('S1'),
    },
    options.last === undefined ? null : at(options.last),
    at(options.now ?? '2026-06-10T12:00:00Z'),
    millis((options.ahead ?? 7) * DAY),
    new Set((options.raised ?? []).map((text) => date(text) as LocalDate)),
  );

describe('preventive maintenance is due', () => {
  test('an interval after the last visit, and may be done so long ahead of it', () =>
    expect(due({ last: '2026-05-20T10:00:00Z' })).toMatchObject({
      lastVisit: '2026-05-20',
      dueOn: '2026-06-20',
      windowFrom: '2026-06-13',
      windowTo: '2026-06-20',
      intervalDays: 31,
    }));
  test('within its window the past days of it are gone', () =>
    expect(due({ last: '2026-05-20T10:00:00Z', now: '2026-06-18T12:00:00Z' })).toMatchObject({
      windowFrom: '2026-06-18',
      windowTo: '2026-06-20',
    }));
  test('overdue it may be done from today on, over as many days', () =>
    expect(due({ last: '2026-04-20T10:00:00Z' })).toMatchObject({
      dueOn: '2026-05-20',
      windowFrom: '2026-06-10',
      windowTo: '2026-06-17',
    }));
  test('where no visit is known: at the next end of an interval since the installation, else since the contract began', () => {
    expect(due({ installed: '2024-01-31' })).toMatchObject({ lastVisit: null, dueOn: '2026-06-30' });
    expect(due()).toMatchObject({ dueOn: '2026-06-15' });
  });
  test('once for each due date: one that was raised is passed over, whatever became of it', () =>
    expect(due({ last: '2026-05-20T10:00:00Z', raised: ['2026-06-20'] })).toMatchObject({ dueOn: '2026-07-20' }));
  test('an overdue one is made up for once', () => {
    expect(due({ last: '2026-02-20T10:00:00Z' })).toMatchObject({ dueOn: '2026-03-20' });
    expect(due({ last: '2026-02-20T10:00:00Z', raised: ['2026-03-20'] })).toMatchObject({ dueOn: '2026-06-20' });
  });
  test('a window takes half an interval at most', () =>
    expect(due({ last: '2026-05-20T10:00:00Z', ahead: 365 })).toMatchObject({
      windowFrom: '2026-06-10',
      dueOn: '2026-06-20',
    }));
  test('not without an interval, out of service, retired by then, or without a contract in force', () => {
    expect(due({ every: null })).toBeNull();
    expect(due({ installed: '2026-06-11' })).toBeNull();
    expect(due({ retired: '2026-06-09' })).toBeNull();
    expect(due({ last: '2026-05-20T10:00:00Z', retired: '2026-06-19' })).toBeNull();
    expect(due({ ends: '2026-06-09' })).toBeNull();
  });
});
