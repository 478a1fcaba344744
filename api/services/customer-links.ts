import { randomBytes } from 'node:crypto';
import { Refusal } from '../problem.ts';
import { type CallLink, type Em, findCall, makeLink, readLink, revokeLink } from '../store/index.ts';
import type { By } from './by.ts';
import type { Change, Reply } from './change.ts';
import { callNotFound, lockCall } from './find-call.ts';
import type { Office } from './office.ts';
import { recordEntry } from './record-change.ts';
import { at } from './views.ts';

/** 256 bits: nobody guesses one. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const pathOf = (token: string): string => `/my/${token}`;

/** Makes the customer's link of a call, or gives the one that it has; after it was revoked, another one. */
export async function makeCustomerLink(change: Change, office: Office, number: string, by: By): Promise<Reply> {
  const { call } = await lockCall(change, number, null);
  const former = await readLink(change.em, call);
  const made = { token: newToken(), at: change.now, who: by.who, anew: true };
  const link = await makeLink(change.em, call, made);
  const isNew = former?.token !== link.token;
  if (isNew) await recordEntry(change, call, { kind: 'link-made', at: change.now, by, details: {} });
  return { status: isNew ? 201 : 200, headers: {}, body: linkView(office, link) };
}

export async function readCustomerLink(office: Office, number: string): Promise<Reply> {
  const em = office.store.em();
  const call = await findCall(em, number, { lock: false });
  if (call === null) throw callNotFound(number);
  const link = await readLink(em, call);
  if (link === null) throw noLink(number);
  return { status: 200, headers: {}, body: linkView(office, link) };
}

/** From now on the address shows nothing any more. */
export async function revokeCustomerLink(change: Change, office: Office, number: string, by: By): Promise<Reply> {
  const { call } = await lockCall(change, number, null);
  if (!(await revokeLink(change.em, call, change.now))) throw noLink(number);
  await recordEntry(change, call, { kind: 'link-revoked', at: change.now, by, details: {} });
  return { status: 200, headers: {}, body: linkView(office, (await readLink(change.em, call))!) };
}

const noLink = (number: string): Refusal => new Refusal('link-not-found', `Call ${number} has no link that is good.`);

/** A revoked token is shown no more. */
const linkView = ({ outside }: Office, { call, token, createdAt, createdBy, revokedAt }: CallLink) => ({
  call,
  path: revokedAt === null ? pathOf(token) : null,
  url: revokedAt === null && outside.publicUrl !== null ? outside.publicUrl + pathOf(token) : null,
  created_at: at(createdAt),
  created_by: createdBy,
  revoked_at: at(revokedAt),
});

/** The address of a call's page, for messages: its link, made if there is none; empty where customers can't reach us, or it was revoked. */
export async function linkFor(office: Office, em: Em, number: string): Promise<string> {
  const { publicUrl } = office.outside;
  const call = publicUrl === null ? null : await findCall(em, number, { lock: false });
  if (publicUrl === null || call === null) return '';
  const made = { token: newToken(), at: office.clock(), who: 'notification', anew: false };
  const link = await makeLink(em, call, made);
  return link.revokedAt === null ? publicUrl + pathOf(link.token) : '';
}
