import '../compiler.ts';

import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { differenceCommand } from './commands/difference.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { generateCommand } from './commands/generate.ts';
import { importCommand } from './commands/import.ts';
import { keyCommand } from './commands/key.ts';
import { lintCommand } from './commands/lint.ts';
import { performanceCommand } from './commands/performance.ts';
import { planCommand } from './commands/plan.ts';
import { recountCommand } from './commands/recount.ts';
import { reportCommand } from './commands/report.ts';
import { restoreCommand } from './commands/restore.ts';
import { schemaCommand } from './commands/schema.ts';
import { secretsCommand } from './commands/secrets.ts';
import { statementCommand } from './commands/statement.ts';
import { validateCommand } from './commands/validate.ts';
import { whatIfCommand } from './commands/what-if.ts';
import { printJson, problemJson } from './output.ts';

/** `npm run -s turnout -- COMMAND …`: JSON on standard output, progress on standard error, exit code 1 with the errors. */
const COMMANDS: Readonly<Record<string, Command>> = {
  plan: planCommand,
  explain: explainCommand,
  check: checkCommand,
  difference: differenceCommand,
  performance: performanceCommand,
  recount: recountCommand,
  validate: validateCommand,
  statement: statementCommand,
  'what-if': whatIfCommand,
  lint: lintCommand,
  schema: schemaCommand,
  generate: generateCommand,
  import: importCommand,
  export: exportCommand,
  backup: backupCommand,
  restore: restoreCommand,
  report: reportCommand,
  key: keyCommand,
  secrets: secretsCommand,
  audit: auditCommand,
};

const help = (): string =>
  [
    'turnout COMMAND',
    '',
    ...Object.values(COMMANDS).flatMap(({ usage, summary }) => [`  ${usage}`, `      ${summary}`]),
    '',
  ].join('\n');

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    process.stderr.write(help());
    return name === undefined ? 1 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const action = `Use one of ${Object.keys(COMMANDS).join(', ')}.`;
    printJson({
      errors: [
        { code: 'unknown-command', field: 'COMMAND', value: name, message: 'There is no such command.', action },
      ],
    });
    return 1;
  }
  const read = readArguments(rest, command.shape);
  const outcome = read.ok ? await command.run(read.value) : read;
  if (outcome.ok) return outcome.value;
  printJson({ errors: outcome.problems.map(problemJson) });
  return 1;
}

// A reader that has seen enough (`| head`) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
