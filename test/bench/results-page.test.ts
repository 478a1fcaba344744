import { describe, expect, test } from 'vitest';
import type { Benchmark } from '../../bench/benchmark.ts';
import { withSection } from '../../bench/results-page.ts';
import type { Setting } from '../../bench/setting.ts';

const setting: Setting = {
  machine: { processor: 'P', cores: 4, memory_gb: 8, system: 'linux', load_before: 0.1 },
  node: '24.0.0',
  date: '2026-11-21',
};
const bench = (name: string): Benchmark => ({
  name,
  title: name,
  protocol: ['one process'],
  sizes: [],
  run: async () => ({ json: {}, markdown: [] }),
});
const write = (page: string, name: string, ...markdown: string[]) =>
  withSection(page, bench(name), setting, { json: {}, markdown });

describe('a run replaces its own section of the results', () => {
  const both = write(write('', 'order', 'first'), 'plan', 'second');

  test('sections stand in the order in which they came, notes stay, nothing else changes', () => {
    const noted = `${both}\nA note by hand.\n`;
    const again = write(noted, 'order', 'third', '');
    expect(again).toBe(noted.replace('first', 'third'));
    expect(again).toContain('third');
  });

  test('the page has one head', () => {
    expect(both.match(/^# Results$/gm)).toHaveLength(1);
    expect(both).toMatch(/first[\s\S]*second/);
  });
});
