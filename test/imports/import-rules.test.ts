import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * The rooms and the doors between them (ARCHITECTURE.md), read from the import lines themselves.
 * A folder may import what stands beside it in this table; everything else is an error that names file and line.
 */
const ROOT = join(import.meta.dirname, '../..');
const ENGINE_ROOMS: Record<string, readonly string[]> = {
  model: [],
  time: ['model'],
  dataset: ['model', 'time'],
  lifecycle: ['model'],
  sla: ['model', 'time', 'lifecycle'],
  order: ['model', 'time', 'lifecycle', 'sla'],
  planning: ['model', 'time', 'lifecycle', 'sla', 'order'],
  performance: ['model', 'time', 'lifecycle', 'sla'],
  payment: ['model', 'time', 'lifecycle', 'sla', 'performance'],
  pool: ['model', 'time', 'lifecycle', 'sla', 'order', 'planning', 'performance', 'payment'],
};
/** What each top-level room may import besides itself; the engine and the fixtures by their doors alone. */
const TOP_ROOMS: Record<string, readonly string[]> = {
  engine: [],
  migrations: [],
  fixtures: ['#engine'],
  api: ['#engine', '#fixtures', 'migrations'],
  bench: ['#engine', '#fixtures', 'api'],
};
/** Node's own modules that would make the engine impure. */
const IMPURE = /^(node:)?(fs|fs\/promises|http|https|net|child_process|process|os|path|crypto|dns|tls)$/;

interface Import {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly typeOnly: boolean;
}

/** What Vite makes of the board. */
const BUILT = join('api', 'board', 'dist');

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .map((name) => join(folder, name))
    .filter((path) => path !== BUILT)
    .flatMap((path) =>
      statSync(join(ROOT, path)).isDirectory() ? sources(path) : /\.(ts|tsx|js|mjs)$/.test(path) ? [path] : [],
    );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:(import|export)\s+(type\s+)?[^'";]*?\bfrom\s*|import\s*)\(?\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    line: text.slice(0, match.index + match[0].length).split('\n').length,
    from: (match[3] ?? match[4]) as string,
    typeOnly: match[2] !== undefined,
  }));
}

const ALL = Object.keys(TOP_ROOMS).flatMap(sources).flatMap(importsOf);
const local = (each: Import): string | null =>
  each.from.startsWith('.') ? normalize(join(dirname(each.file), each.from)) : null;
const said = (each: Import): string => `${each.file}:${each.line} imports ${each.from}`;

describe('import rules', () => {
  test('the reader of import lines finds them', () => {
    expect(ALL.length).toBeGreaterThan(100);
    expect(ALL.some((each) => each.file.startsWith('engine') && each.from === '../model/units.ts')).toBe(true);
  });

  test('the engine is entered by engine/index.ts alone, the fixtures by fixtures/index.ts', () => {
    const wrong = ALL.filter((each) => {
      const target = local(each);
      const room = each.file.split(sep)[0] as string;
      if (target === null) return each.from.startsWith('#') && !TOP_ROOMS[room]?.includes(each.from);
      const targetRoom = target.split(sep)[0] as string;
      return targetRoom !== room && !TOP_ROOMS[room]?.includes(targetRoom);
    });
    expect(wrong.map(said)).toEqual([]);
  });

  test('inside the engine data flows one way, room by room', () => {
    const wrong = ALL.filter((each) => {
      const target = local(each);
      const [top, room] = each.file.split(sep);
      if (top !== 'engine' || target === null || room === undefined || !(room in ENGINE_ROOMS)) return false;
      const targetRoom = target.split(sep)[1] as string;
      return targetRoom !== room && !ENGINE_ROOMS[room]?.includes(targetRoom);
    });
    expect(wrong.map(said)).toEqual([]);
  });

  test('the engine is pure: no file system, network, process or other machine; threads only in engine/pool', () => {
    const wrong = ALL.filter(
      (each) =>
        each.file.startsWith(`engine${sep}`) &&
        (IMPURE.test(each.from) ||
          (!each.file.startsWith(join('engine', 'pool')) && /^(piscina|node:worker_threads)$/.test(each.from))),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  test('the engine reads no clock and draws no unseeded random number', () => {
    const wrong = sources('engine').filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bprocess\.env\b|\bDateTime\.(now|utc)\(\)/.test(
        readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
      ),
    );
    // The pool hands workers a clock for time budgets; it is the one place that may.
    expect(wrong.filter((file) => !file.startsWith(join('engine', 'pool')))).toEqual([]);
  });

  test('Luxon works in engine/time only', () => {
    const wrong = ALL.filter(
      (each) =>
        each.from === 'luxon' && each.file.startsWith('engine') && !each.file.startsWith(join('engine', 'time')),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  test('the board takes nothing but types from the server: what it imports goes to the browser', () => {
    const board = join('api', 'board');
    const wrong = ALL.filter((each) => {
      const target = local(each);
      if (!each.file.startsWith(board) || each.file === join(board, 'build.ts') || each.typeOnly) return false;
      return target === null ? /^(node:|#)/.test(each.from) : !target.startsWith(board);
    });
    expect(wrong.map(said)).toEqual([]);
  });

  test('no circle of imports', () => {
    const graph = new Map<string, string[]>();
    for (const each of ALL) {
      const target = local(each) ?? (each.from === '#engine' ? join('engine', 'index.ts') : null);
      if (target !== null) graph.set(each.file, [...(graph.get(each.file) ?? []), target]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file))
        circles.push([...path.slice(path.indexOf(file)), file].map((each) => relative('.', each)).join(' → '));
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
        done.add(file);
      }
    };
    for (const file of graph.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});
