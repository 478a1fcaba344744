/** The name of a table as people read it. */
export const tableWords = (name: string): string => name.replaceAll('_', ' ');
