/** Called once a round in long loops. What it throws ends the loop: the caller waits no longer. */
export type Checkpoint = () => void;
