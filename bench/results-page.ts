import type { Benchmark, BenchResult } from './benchmark.ts';
import type { Setting } from './setting.ts';

const HEAD = `# Results

Each section between two marks is written by its benchmark (\`npm run bench -- NAME\`), the notes beneath it by hand.
`;

/** The page with the section of one benchmark put in place of its last one; all else is kept as it is. */
export function withSection(before: string, bench: Benchmark, setting: Setting, result: BenchResult): string {
  const [begin, end] = [`<!-- ${bench.name}: written by the benchmark -->`, `<!-- end of ${bench.name} -->`];
  const section = [begin, `## ${bench.title}`, settingLine(setting), ...result.markdown, protocolList(bench), end]
    .filter((block) => block !== '')
    .join('\n\n');
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  if (from < 0 || to < from) return `${(before || HEAD).trimEnd()}\n\n${section}\n`;
  return `${before.slice(0, from)}${section}${before.slice(to + end.length)}`;
}

const settingLine = ({ machine, node, date }: Setting): string =>
  `${machine.processor}, ${machine.cores} cores, ${machine.memory_gb} GB, ${machine.system}, Node ${node}, ${date}. ` +
  `Load when it began: ${machine.load_before} (other processes; over 1 the figures are noisy).`;

const protocolList = ({ protocol }: Benchmark): string =>
  `Protocol:\n\n${protocol.map((line) => `- ${line}`).join('\n')}`;
