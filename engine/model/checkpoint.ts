/** Called once a round in long loops. What it throws ends the loop: whoever asked waits no longer. */
export type Checkpoint = () => void;
