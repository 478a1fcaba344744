/** What goes on, to standard error: standard output belongs to the results. */
export const progress = (message: string): void => {
  process.stderr.write(`${message}\n`);
};
