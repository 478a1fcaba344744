/** A geographic area of work: the unit in which plans are made and of distribution between machines. */
export interface Territory {
  readonly code: string;
  readonly name: string;
  /** IANA zone in which the shifts of its resources are read. */
  readonly timeZone: string;
}
