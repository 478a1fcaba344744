import { type Em, sendAll, type Writer } from '../store/index.ts';

/** What is to be written just before the commit, by writer, in the order in which the writers were first named. */
export class Ends {
  readonly #items = new Map<Writer<never>, unknown[]>();

  /** The writer itself is what items are gathered by. */
  add<T>(writer: Writer<T>, item: T): void {
    const items = this.#items.get(writer as Writer<never>);
    if (items === undefined) this.#items.set(writer as Writer<never>, [item]);
    else items.push(item);
  }

  addAll(others: Ends): void {
    for (const [writer, items] of others.#items) for (const item of items) this.add(writer, item as never);
  }

  /** Neighbours that are SQL alone go to the database in one message. */
  async write(em: Em): Promise<void> {
    const waiting: string[] = [];
    for (const [writer, items] of this.#items) {
      if (writer.statements !== undefined) waiting.push(...(await writer.statements(items as never[])));
      else {
        await sendAll(em, waiting.splice(0));
        await writer(em, items as never[]);
      }
    }
    await sendAll(em, waiting);
  }
}
