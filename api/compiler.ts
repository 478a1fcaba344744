import { setFlagsFromString } from 'node:v8';

/**
 * Set by each program before anything else runs, for all of its threads: a loop that V8 (13.6, in Node 24) replaces on the
 * stack, from code of its compiler Maglev to code of TurboFan, may end with records that share their numbers, so that a
 * wrong figure goes on without any error (decision 143). Without that one step, loops are replaced where they are called.
 */
setFlagsFromString('--no-osr-from-maglev');
