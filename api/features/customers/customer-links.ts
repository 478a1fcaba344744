import { randomBytes } from 'node:crypto';
import type { Instant } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { at } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { type CallLink, type Em, findCall, makeLink, readLink, revokeLink } from '../../store/index.ts';
import { callNotFound, lockCall } from '../calls/find-call.ts';
import { recordEntry } from '../calls/record-change.ts';
import { hashOf } from '../secrets/seal.ts';
import { purposeOfLink } from '../secrets/stored-secrets.ts';

type Of = Pick<CallLink, 'territory'> & { readonly number: string };

/** Makes the link of a call where it has none, and with `anew` in place of one that is revoked or can't be shown. */
function linkOf(office: Office, em: Em, of: Of, made: { at: Instant; who: string; anew: boolean }): Promise<CallLink> {
  // 256 bits: nobody guesses one.
  const token = randomBytes(32).toString('base64url');
  const tokenSealed = office.seal.seal(token, purposeOfLink(of.territory, of.number));
  return makeLink(em, of, { ...made, tokenHash: hashOf(token), tokenSealed });
}

/** The token of a link; null: it is revoked, or can't be shown any more. */
function tokenOf({ seal }: Office, { territory, call, token, tokenSealed, revokedAt }: CallLink): string | null {
  if (revokedAt !== null) return null;
  return tokenSealed === null ? token : seal.open(tokenSealed, purposeOfLink(territory, call));
}

export const pathOf = (token: string): string => `/my/${token}`;

/** Makes the customer's link of a call, or gives the one that it has; after it was revoked, another one. */
export async function makeCustomerLink(change: Change, office: Office, number: string, by: By): Promise<Reply> {
  const { call } = await lockCall(change, number, null);
  const former = await readLink(change.em, call);
  const link = await linkOf(office, change.em, call, { at: change.now, who: by.who, anew: true });
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
function linkView(office: Office, link: CallLink) {
  const token = tokenOf(office, link);
  const { publicUrl } = office.outside;
  return {
    call: link.call,
    path: token === null ? null : pathOf(token),
    url: token === null || publicUrl === null ? null : publicUrl + pathOf(token),
    created_at: at(link.createdAt),
    created_by: link.createdBy,
    revoked_at: at(link.revokedAt),
  };
}

/** The path of a call's page: its link, made by somebody if there is none; null where it is revoked or can't be shown. */
export async function pathFor(office: Office, em: Em, of: Of, who: string): Promise<string | null> {
  const token = tokenOf(office, await linkOf(office, em, of, { at: office.clock(), who, anew: false }));
  return token === null ? null : pathOf(token);
}

/** The address of a call's page, for messages; empty where customers can't reach us, or there is none to show. */
export async function linkFor(office: Office, em: Em, number: string): Promise<string> {
  const { publicUrl } = office.outside;
  const call = publicUrl === null ? null : await findCall(em, number, { lock: false });
  if (publicUrl === null || call === null) return '';
  const path = await pathFor(office, em, call, 'notification');
  return path === null ? '' : publicUrl + path;
}
