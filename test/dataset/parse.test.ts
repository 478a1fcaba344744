import { describe, expect, it } from 'vitest';
import { parseDataset } from '../../engine/dataset/index.ts';
import { datasetOf, TINY, tiny } from './tiny.ts';

const at = (text: string) => Date.parse(text);

describe('a faultless dataset becomes records', () => {
  const dataset = datasetOf(tiny());

  it('reads every table', () => {
    expect(
      Object.fromEntries(Object.entries(dataset).map(([key, rows]) => [key, Array.isArray(rows) ? rows.length : null])),
    ).toEqual({
      customers: 1,
      territories: 1,
      calendars: 2,
      contracts: 1,
      skills: 2,
      models: 2,
      sites: 2,
      zones: 1,
      devices: 3,
      regimes: 2,
      regimeRules: 2,
      priorityRules: 2,
      reliabilityTargets: 2,
      specialDays: 2,
      escalations: 1,
      resources: 2,
      absences: 1,
      loans: 0,
      shiftChanges: 0,
      breaks: 0,
      onCall: 0,
      calls: 3,
      policy: null,
      policySource: null,
      paymentTerms: null,
    });
  });

  it('reads a contract: money in minor units, periods, approval thresholds ascending', () => {
    expect(dataset.contracts[0]).toEqual({
      code: 'C1',
      customer: 'metro',
      name: 'Main',
      currency: 'GBP',
      timeZone: 'Europe/London',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      autoRenew: true,
      renewalTerm: { years: 1, months: 0, days: 0 },
      noticePeriod: { years: 0, months: 3, days: 0 },
      baseFee: 10_000_000,
      paymentPeriod: 'quarter',
      approvalOver: [4 * 3_600_000, 8 * 3_600_000],
      clockStoppingHolds: ['no access', 'waiting for customer'],
      reopen: 'new',
    });
  });

  it('reads a call: defaults, holds in order of their start, the running one last', () => {
    expect(dataset.calls[0]).toEqual({
      row: 2,
      number: '1001',
      device: 'D1',
      contact: 'Jo',
      description: 'Stuck, "again"',
      type: 'fault',
      loggedAt: at('2026-06-01T08:00Z'),
      occurredAt: at('2026-06-01T07:50Z'),
      serviceAffecting: true,
      estimatedTime: 3 * 3_600_000,
      earliest: null,
      latest: null,
      status: 'on-hold',
      resource: 'ann',
      pinned: true,
      respondedAt: at('2026-06-01T08:30Z'),
      fixedAt: null,
      closedAt: null,
      holds: [
        { from: at('2026-06-01T09:00Z'), to: at('2026-06-01T09:30Z'), reason: 'parts a/b' },
        { from: at('2026-06-01T10:00Z'), to: null, reason: 'no access' },
      ],
      restored: [],
      duplicateOf: null,
      earlierReport: null,
      excuse: null,
      emergency: null,
      raisedTo: null,
      plannedStart: null,
      inUse: null,
      temporaryFixedAt: null,
      arrivedAt: null,
      visitSkills: null,
      resolution: null,
      keptTerms: null,
    });
  });

  it('finds the device of a call by site and model: the one in service on that local day', () => {
    expect(dataset.calls[1]).toMatchObject({ device: 'D3', row: 3 });
    const before = datasetOf(
      tiny({
        'calls.csv': (TINY['calls.csv'] ?? '').replace(
          'maintenance,2026-06-01T09:00:00+01:00',
          'maintenance,2026-05-31T23:59:00+01:00',
        ),
      }),
    );
    expect(before.calls[1]?.device).toBe('D2');
  });

  it('gives a call without a number one from its row, and another where that is taken', () => {
    expect(dataset.calls[1]?.number).toBe('ROW-000003');
    const taken = datasetOf(tiny({ 'calls.csv': (TINY['calls.csv'] ?? '').replace('\n1003', '\nROW-000003') }));
    expect(taken.calls.map(({ number }) => number)).toEqual(['1001', 'ROW-000003-2', 'ROW-000003']);
  });

  it('takes a fault to affect service, other work not, unless told', () => {
    expect(dataset.calls.map(({ serviceAffecting }) => serviceAffecting)).toEqual([true, false, false]);
  });

  it('reads skills with levels, groups, weights and dates that may be instants', () => {
    expect(dataset.models[0]?.skills).toEqual([{ skill: 'lift', level: 2 }]);
    expect(dataset.resources[0]?.skills).toEqual([
      { skill: 'lift', level: 3 },
      { skill: 'welsh', level: 1 },
    ]);
    expect(dataset.resources.map(({ hourlyCost, speed }) => [hourlyCost, speed])).toEqual([
      [4250, 1],
      [null, 0.8],
    ]);
    expect(dataset.devices.map(({ groups, weight }) => [groups, weight])).toEqual([
      [['old', 'busy'], 2.5],
      [[], 1],
      [[], 1],
    ]);
    expect(dataset.specialDays.map(({ from, to }) => [from, to])).toEqual([
      [{ date: '2026-07-04' }, { date: '2026-07-04' }],
      [{ instant: at('2026-07-31T23:00Z') }, { date: '2026-08-02' }],
    ]);
  });
});

describe('what spreadsheets do to files is tolerated', () => {
  const plain = datasetOf(tiny());
  it.each([
    ['CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['no line end at the end', (text: string) => text.trimEnd()],
    ['lines of empty cells at the end', (text: string) => `${text},,,\n\n  ,\n`],
    ['empty columns at the end', (text: string) => text.split('\n')[0]!.concat(',,', text.slice(text.indexOf('\n')))],
  ])('%s', (_, spoil) => {
    for (const file of ['customers.csv', 'devices.csv', 'regimes.csv']) {
      expect(datasetOf(tiny({ [file]: spoil(TINY[file] ?? '') }))).toEqual(plain);
    }
  });

  it('spaces around cells and column names', () => {
    expect(datasetOf(tiny({ 'customers.csv': ' code , name \n metro ,  Metro Lifts \n' }))).toEqual(plain);
  });

  it('blank lines, which count as rows; line breaks within cells, which do not', () => {
    const dataset = datasetOf(
      tiny({
        'calls.csv':
          'number,device,contact,description,logged_at\n\n1,D1,Jo,"two\nlines",2026-06-01T08:00Z\n2,D1,Jo,one,2026-06-01T08:00Z\n',
      }),
    );
    expect(dataset.calls.map(({ row, description }) => [row, description])).toEqual([
      [3, 'two\nlines'],
      [4, 'one'],
    ]);
  });

  it('formulas are data, and so are control characters in text of several lines', () => {
    expect(datasetOf(tiny({ 'customers.csv': 'code,name\nmetro,=1+1\uFFFD\n' })).customers[0]?.name).toBe('=1+1\uFFFD');
    const calls = 'number,device,contact,description,logged_at\n1,D1,Jo,=1+1\u0007\uFFFD,2026-06-01T08:00Z\n';
    expect(datasetOf(tiny({ 'calls.csv': calls })).calls[0]?.description).toBe('=1+1\u0007\uFFFD');
  });

  it('booleans in any case', () => {
    for (const [text, value] of [
      ['TRUE', true],
      ['Yes', true],
      ['0', false],
      ['False', false],
      ['no', false],
      ['1', true],
    ] as const)
      expect(
        datasetOf(tiny({ 'contracts.csv': (TINY['contracts.csv'] ?? '').replace(',yes,', `,${text},`) })).contracts[0]
          ?.autoRenew,
      ).toBe(value);
  });
});

describe('files', () => {
  it('that are absent are empty tables', () => {
    const parsed = parseDataset(new Map());
    expect(parsed.ok && parsed.value.dataset.calls).toEqual([]);
  });

  it('that are no tables are passed over and listed', () => {
    const parsed = parseDataset(tiny({ 'README.md': 'hello', 'polcy.json': '{}' }));
    expect(parsed.ok && parsed.value.notes.map(({ code, file }) => [code, file])).toEqual([
      ['ignored-file', 'README.md'],
      ['ignored-file', 'polcy.json'],
    ]);
    expect(parsed.ok && parsed.value.notes[1]?.action).toContain('policy.json');
  });
});
