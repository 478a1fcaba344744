import { named } from '../app/messages.ts';

/** Class and priority as the order sees them. */
export function ClassMark({ name, priority }: { readonly name: string; readonly priority: number }) {
  return (
    <span className={`class-mark ${name}`}>
      {named('class', name)} <span className="priority">{priority}</span>
    </span>
  );
}
