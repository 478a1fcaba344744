import type { Instant } from '../../model/units.ts';

/**
 * Whether a target is exceeded at failure `k` of its scope (domain, section 8), whose failures are `times` from index
 * `begin` on, sorted: it is when the one `max` places before is still in the window. (Of several at one instant the last
 * sees all of them.)
 */
export function isOneTooMany(times: Float64Array, begin: number, k: number, max: number, window: number): boolean {
  const first = k - max;
  return first >= begin && times[first]! > times[k]! - window;
}

/**
 * The failures of one reliability target's scope by `logged_at`, sorted, with the latest instant at which there were
 * too many. Late and unsorted failures are taken too: they wait aside until the next judgement.
 */
export class FailureLog {
  readonly #max: number;
  readonly #window: number;
  #times: Float64Array = new Float64Array(8);
  #size = 0;
  #waiting: number[] = [];
  /** Failures before this index were judged, at the `now` of the last judgement, and no change since concerns them. */
  #judged = 0;
  #tip = Number.NaN;
  #tipLost = false;

  /** More than `max` failures in `(t - window, t]` are too many. */
  constructor(max: number, window: number) {
    this.#max = max;
    this.#window = window;
  }

  add(at: Instant): void {
    this.#waiting.push(at);
  }

  remove(at: Instant): void {
    this.#merge();
    const index = this.#countUpTo(at) - 1;
    if (index < 0 || this.#times[index] !== at) return;
    this.#times.copyWithin(index, index + 1, this.#size);
    this.#size--;
    this.#judged = Math.min(this.#judged, index);
    // Without it, a later tip may not have been one.
    if (this.#tip >= at) this.#tipLost = true;
  }

  /**
   * Latest instant up to `now` at which the target was exceeded; NaN: never. Looks only at failures that came since the
   * last judgement, latest first, and goes further back only where a tip was taken away, or lies after `now`.
   */
  judge(now: Instant): number {
    this.#merge();
    const known = this.#countUpTo(now);
    const back = this.#tip > now || this.#tipLost;
    const from = back ? 0 : this.#judged;
    if (back) this.#tip = Number.NaN;
    for (let k = known - 1; k >= from; k--) {
      if (!isOneTooMany(this.#times, 0, k, this.#max, this.#window)) continue;
      this.#tip = this.#times[k]!;
      break;
    }
    this.#judged = known;
    this.#tipLost = false;
    return this.#tip;
  }

  /** Failures in `(at - window, at]`. */
  countAt(at: number): number {
    this.#merge();
    return this.#countUpTo(at) - this.#countUpTo(at - this.#window);
  }

  /** Whether there are failures after the last judgement's `now`, which time alone will bring in. */
  get pending(): boolean {
    return this.#size > this.#judged || this.#waiting.length > 0;
  }

  #countUpTo(at: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#times[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sorts in what waits, from the end, so that only later failures are moved. */
  #merge(): void {
    const coming = this.#waiting;
    if (coming.length === 0) return;
    this.#waiting = [];
    coming.sort((a, b) => a - b);
    const total = this.#size + coming.length;
    if (total > this.#times.length) {
      const grown = new Float64Array(Math.max(total, 2 * this.#times.length));
      grown.set(this.#times.subarray(0, this.#size));
      this.#times = grown;
    }
    let old = this.#size - 1;
    let next = coming.length - 1;
    for (let k = total - 1; next >= 0; k--) {
      if (old >= 0 && this.#times[old]! > coming[next]!) this.#times[k] = this.#times[old--]!;
      else this.#times[k] = coming[next--]!;
    }
    this.#size = total;
    // From the first newcomer on, all is judged again: it may make a later failure one too many.
    this.#judged = Math.min(this.#judged, old + 1);
  }
}
