/** Where a process tells what happens, in lines of JSON. Never a contact, a description or anything else about people. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
