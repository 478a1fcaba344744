import { beforeAll, expect, test } from 'vitest';
import { instant } from '#engine';
import {
  type CallCursor,
  type CallFilter,
  cursorText,
  listCalls,
  parseCursor,
  writeDataset,
} from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';
import { sampleCall, sampleDataset } from './dataset.sample.ts';

const store = useTestStore();
const at = (minute: number) => instant(1_800_000_000_000 + minute * 60_000);

const calls = [
  sampleCall({ number: 'C-1', row: 2, loggedAt: at(1) }),
  sampleCall({ number: 'C-2', row: 3, loggedAt: at(2), device: 'GATE-1', type: 'query', contact: '100 % Bob_' }),
  sampleCall({ number: 'C-3', row: 4, loggedAt: at(2), resource: 'TOM' }),
  sampleCall({ number: 'C-4', row: 5, loggedAt: at(3), status: 'closed', fixedAt: at(4), closedAt: at(5) }),
  sampleCall({ number: 'C-5', row: 6, loggedAt: at(9), fixedAt: at(10), description: 'Stuck at 5th floor' }),
];
beforeAll(() => writeDataset(store().em(), { ...sampleDataset, calls }, { at: at(20), who: 'clerk' }));

const list = async (filter: Omit<CallFilter, 'now'>) =>
  (await listCalls(store().em(), { now: at(20), ...filter }, { limit: 100, after: null })).calls.map(
    ({ number }) => number,
  );

test('calls are listed newest first, those of one moment by number', async () => {
  expect(await list({})).toEqual(['C-5', 'C-4', 'C-3', 'C-2', 'C-1']);
});

test('pages put together are the list, without gap or repetition', async () => {
  const found: string[] = [];
  let after: CallCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listCalls>> = await listCalls(
      store().em(),
      { now: at(20) },
      { limit: 2, after },
    );
    found.push(...page.calls.map(({ number }) => number));
    after = page.next === null ? null : parseCursor(cursorText(page.next));
  } while (after !== null);
  expect(found).toEqual(['C-5', 'C-4', 'C-3', 'C-2', 'C-1']);
});

test.each<[string, Omit<CallFilter, 'now'>, string[]]>([
  ['status given', { status: ['closed'] }, ['C-4']],
  ['status that follows from other columns', { status: ['fixed', 'allocated'] }, ['C-5', 'C-3']],
  ['territory', { territory: 'SOUTH' }, ['C-2']],
  ['contract', { contract: 'K2' }, ['C-2']],
  ['site', { site: 'S1' }, ['C-5', 'C-4', 'C-3', 'C-1']],
  ['device and type', { device: 'GATE-1', type: ['query', 'fault'] }, ['C-2']],
  ['device and another type', { device: 'GATE-1', type: ['fault'] }, []],
  ['resource', { resource: 'TOM' }, ['C-3']],
  ['logged from, inclusive, to, exclusive', { loggedFrom: at(2), loggedTo: at(3) }, ['C-3', 'C-2']],
  ['text, whatever its case', { text: 'sTUCK AT' }, ['C-5']],
  ['text with signs that mean something in a pattern', { text: '0 % bob_' }, ['C-2']],
  ['text of a backslash', { text: '\\' }, []],
  ['hostile text', { text: "'; drop table calls; --" }, []],
])('the list is narrowed by %s', async (_name, filter, expected) => {
  expect(await list(filter)).toEqual(expected);
});

test.each(['', 'nonsense', 'e30', 'bnVsbA', cursorText({ loggedAt: at(1), number: 'C\0' }), '[1]'])(
  'a cursor that is none of ours (%j) is no cursor',
  (text) => {
    expect(parseCursor(text)).toBeNull();
  },
);
