/** Integers from 0 to `below - 1`: a linear congruential generator (Numerical Recipes), the same for a seed everywhere. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
