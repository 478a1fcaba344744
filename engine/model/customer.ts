/** Who pays; has one or more contracts. */
export interface Customer {
  readonly code: string;
  readonly name: string;
}
