/**
 * Looks for the fault of V8 for which our programs run with `--no-osr-from-maglev` (decisions 142, 143, 343): records made
 * after a long loop, which the compiler replaced on the stack, show each other's numbers. Each try has functions of its
 * own, so that each is compiled anew. Run without and with the switch, on a busy machine:
 *
 *     node bench/compiler-fault.ts [TRIES]
 *     node --no-osr-from-maglev bench/compiler-fault.ts [TRIES]
 *
 * Prints how many tries gave a wrong number; exit code 1 where one did. Where no newer Node shows it, the switch may go.
 */
const tries = Number(process.argv[2] ?? 200);
const COLUMNS = 7;
const ROWS = 400_000;

interface Range {
  readonly least: number;
  readonly most: number;
}

/** A function that no other try shares its code with. */
function rangesFunction(): (columns: readonly Float64Array[]) => Range[] {
  return new Function(
    'columns',
    `return columns.map((of) => {
      let least = Infinity, most = -Infinity;
      for (let i = 0; i < of.length; i++) {
        const value = of[i];
        if (value < least) least = value;
        if (value > most) most = value;
      }
      return { least, most };
    }); // ${Math.random()}`,
  ) as (columns: readonly Float64Array[]) => Range[];
}

/** Columns whose ranges are known: each begins and ends at numbers of its own, none of them a small integer. */
function columns(): Float64Array[] {
  return Array.from({ length: COLUMNS }, (_, column) => {
    const values = new Float64Array(ROWS);
    for (let row = 0; row < ROWS; row += 1) values[row] = leastOf(column) + ((row * 7919) % ROWS) + 0.25;
    return values;
  });
}
const leastOf = (column: number): number => (column + 1) * 1e9 + 0.5;

let garbage: unknown[] = [];
const data = columns();
let wrong = 0;
for (let each = 0; each < tries; each += 1) {
  const ranges = rangesFunction();
  for (let round = 0; round < 3; round += 1) {
    const found = ranges(data);
    garbage = Array.from({ length: 20_000 }, (_, k) => ({ k: k + 0.5 }));
    const right = found.every(({ least, most }, column) => {
      const from = leastOf(column) + 0.25;
      return least === from && most === from + ROWS - 1;
    });
    if (right) continue;
    wrong += 1;
    break;
  }
}
process.stdout.write(
  `Node ${process.version}, V8 ${process.versions.v8}, ${process.execArgv.join(' ') || 'no switch'}: ` +
    `${wrong} of ${tries} tries gave a wrong number (${garbage.length} records of garbage between)\n`,
);
process.exitCode = wrong > 0 ? 1 : 0;
