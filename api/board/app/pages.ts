import type { ComponentType } from 'react';
import type { MessageKey } from './messages.ts';

/** A page of the board: where it is, and how it is reached. */
export interface Page {
  /** Behind the `#`. */
  readonly path: string;
  readonly title: MessageKey;
  /** Pressed after `g`; null: no page of the menu, others lead to it. */
  readonly key: string | null;
  readonly component: ComponentType;
}
