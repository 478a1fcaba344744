// @ts-check
/**
 * Changes the children of a scroller while what its reader looks at stays where it is: the chosen row where it can be
 * seen, else the first row in sight. At the very top it stays at the top, where the most urgent arrive.
 * @param {HTMLElement} scroller @param {Iterable<HTMLElement>} rows @param {HTMLElement | null} chosen @param {() => void} change
 */
export function keepInPlace(scroller, rows, chosen, change) {
  if (scroller.scrollTop === 0) return change();
  const { top, bottom } = scroller.getBoundingClientRect();
  /** @param {HTMLElement} row */
  const inSight = (row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  };
  const seen = [];
  for (const row of rows) {
    if (inSight(row)) seen.push(row);
    else if (seen.length > 0) break;
  }
  // The first rows in sight, for where one of them goes.
  const candidates = [...(chosen !== null && seen.includes(chosen) ? [chosen] : []), ...seen];
  const before = candidates.map((row) => row.getBoundingClientRect().top);
  change();
  const index = candidates.findIndex((row) => row.isConnected);
  const row = candidates[index];
  if (row !== undefined) scroller.scrollTop += row.getBoundingClientRect().top - /** @type {number} */ (before[index]);
}
