import { z } from 'zod';
import { codeField, lineField } from '../../platform/http/fields.ts';
import { ROLES } from './roles.ts';

export const grantField = z.strictObject({
  role: z.enum(ROLES),
  scope: z
    .union([
      z.strictObject({ kind: z.literal('everything') }),
      z.strictObject({
        kind: z.enum(['customer', 'contract', 'territory', 'resource']),
        code: codeField,
      }),
    ])
    .meta({ description: 'What the role is limited to.' }),
});

export const principalBody = z.strictObject({
  kind: z.enum(['person', 'machine']),
  name: lineField(200).trim(),
  email: z.email().max(300).optional().meta({ description: 'A person logs in by it.' }),
  password: z.string().max(1000).optional().meta({ description: 'Left out: only by the identity provider.' }),
  grants: z.array(grantField).max(100),
});

export const grantsBody = z.strictObject({ grants: z.array(grantField).max(100) });
export const passwordBody = z.strictObject({ password: z.string().max(1000) });

export const principalSchema = z.object({
  id: z.string(),
  kind: z.enum(['person', 'machine']),
  name: z.string(),
  email: z.string().nullable(),
  disabled_at: z.string().nullable(),
  grants: z.array(grantField),
});

export const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'machine']),
  grants: z.array(grantField),
  permissions: z.array(z.string()),
});

export const keyBody = z.strictObject({
  principal: z.string().max(100),
  name: lineField(200).trim(),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

export const keySchema = z.object({
  id: z.string(),
  principal: z.string(),
  name: z.string(),
  created_at: z.string(),
  created_by: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});

export const newKeySchema = z.object({
  id: z.string(),
  secret: z.string().meta({ description: 'Shown this once; only its hash is stored.' }),
});

export const auditQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional().meta({ description: 'Only entries with a lower id.' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const auditSchema = z.object({
  entries: z.array(
    z.object({
      id: z.int(),
      at: z.string(),
      principal: z.string().nullable(),
      actor: z.string(),
      action: z.string(),
      method: z.string().nullable(),
      route: z.string().nullable(),
      target: z.string().nullable(),
      status: z.int().nullable(),
      address: z.string().nullable(),
      hash: z.string(),
    }),
  ),
});

export const idParams = z.strictObject({ id: z.string().max(100) });
