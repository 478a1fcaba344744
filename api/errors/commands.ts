import { entries } from './entry.ts';

/** The command line and the configuration. */
export const COMMAND_ERRORS = entries([
  [
    'config-invalid',
    null,
    'A setting is not possible',
    'An environment variable has a value that cannot be used.',
    'Set it as the message says.',
  ],
  [
    'unknown-command',
    null,
    'Unknown command',
    'The command line has no such command.',
    'Run it without one for the list.',
  ],
  ['unknown-flag', null, 'Unknown flag', 'The command has no such flag.', 'Run the command with --help.'],
  [
    'bad-flag',
    null,
    'A flag is not possible',
    'The value of the flag cannot be used.',
    'Give one that the message names.',
  ],
  ['flag-missing', null, 'A flag is missing', 'The command needs the flag.', 'Give it.'],
  [
    'unknown-contract',
    null,
    'Unknown contract',
    'The dataset has no contract of this code.',
    'Use one of contracts.csv.',
  ],
  ['flags-exclusive', null, 'Flags exclude each other', 'Only one of the flags may be given.', 'Leave one out.'],
  ['argument-missing', null, 'An argument is missing', 'The command needs one more.', 'Give it.'],
  [
    'argument-too-many',
    null,
    'One argument too many',
    'The command takes fewer.',
    'Leave it out; quote paths with spaces.',
  ],
  [
    'dataset-empty',
    null,
    'There is no dataset',
    'The folder or zip has no table of a dataset in it.',
    'Name a folder of CSV files, or the same zipped.',
  ],
  [
    'dataset-unreadable',
    null,
    'The dataset cannot be read',
    'There is no readable folder or zip at the path, or a file in it cannot be read.',
    'Name a folder of CSV files, or the same zipped.',
  ],
  ['output-unwritable', null, 'The output cannot be written', 'The path may not be written.', 'Name one that may.'],
  [
    'plan-unreadable',
    null,
    'The plan cannot be read',
    'There is no readable plan at the path.',
    'Name the JSON that `plan` printed.',
  ],
  [
    'plan-invalid',
    null,
    'Not a plan',
    'The JSON is not a plan as `plan` prints it.',
    'Name the JSON that `plan` printed.',
  ],
  ['database-unavailable', null, 'No database', 'The database cannot be had.', 'Do as the message says.'],
]);
