const WIDTH = 60;
const HEIGHT = 12;

/** Curves of a falling figure over time as text, one mark each; time on a logarithmic scale. */
export function textChart(
  curves: readonly {
    readonly mark: string;
    readonly name: string;
    readonly points: readonly { ms: number; ratio: number }[];
  }[],
): string {
  const all = curves.flatMap(({ points }) => points);
  if (all.length === 0) return '';
  const [low, high] = [Math.min(...all.map(({ ratio }) => ratio)), Math.max(...all.map(({ ratio }) => ratio))];
  const [from, to] = [Math.min(...all.map(({ ms }) => ms)), Math.max(...all.map(({ ms }) => ms))];
  const rows = Array.from({ length: HEIGHT }, () => Array.from({ length: WIDTH }, () => ' '));
  for (const { mark, points } of curves) {
    for (let x = 0; x < WIDTH; x++) {
      const until = from * (to / from) ** (x / (WIDTH - 1));
      const reached = points.filter(({ ms }) => ms <= until * 1.0001).at(-1);
      if (reached === undefined) continue;
      const y = high === low ? 0 : Math.round(((high - reached.ratio) / (high - low)) * (HEIGHT - 1));
      rows[y]![x] = mark;
    }
  }
  const label = (y: number) => (high - ((high - low) * y) / (HEIGHT - 1)).toFixed(2).padStart(6);
  const seconds = (ms: number) => `${(ms / 1000).toPrecision(2)} s`;
  const axis = `${seconds(from)}${' '.repeat(Math.max(1, WIDTH - seconds(from).length - seconds(to).length))}${seconds(to)}`;
  return [
    '```text',
    ...rows.map((row, y) => `${label(y)} |${row.join('').trimEnd()}`),
    `       ${'-'.repeat(WIDTH + 1)}`,
    `        ${axis}`,
    ...curves.map(({ mark, name }) => `  ${mark} ${name}`),
    '```',
  ].join('\n');
}
