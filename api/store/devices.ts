import { literals, writer } from './statements.ts';

/**
 * Has others who are to log a call on the same devices wait until the transaction ends, at whichever process: of two
 * reports of one failure the second then sees the first. Codes that are not known are passed over.
 */
export const lockDevices = writer<string>((codes) => [
  `select code from devices where code = any(${literals(codes)}) order by code for no key update`,
]);
