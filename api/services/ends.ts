import type { Em } from '../store/index.ts';

/** Writes many items in few statements; the function itself is what items are gathered by. */
export type Writer<T> = (em: Em, items: readonly T[]) => Promise<unknown>;

/** What is to be written just before the commit, by writer, in the order in which the writers were first named. */
export class Ends {
  readonly #items = new Map<Writer<never>, unknown[]>();

  add<T>(writer: Writer<T>, item: T): void {
    const items = this.#items.get(writer as Writer<never>);
    if (items === undefined) this.#items.set(writer as Writer<never>, [item]);
    else items.push(item);
  }

  addAll(others: Ends): void {
    for (const [writer, items] of others.#items) for (const item of items) this.add(writer, item as never);
  }

  async write(em: Em): Promise<void> {
    for (const [writer, items] of this.#items) await writer(em, items as never[]);
  }
}
