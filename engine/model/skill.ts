/** A named competence. */
export interface Skill {
  readonly code: string;
  readonly name: string | null;
}

/** A skill at a level: needed at least, or had. `lift` alone in a cell means level 1. */
export interface SkillLevel {
  readonly skill: string;
  readonly level: number;
}
