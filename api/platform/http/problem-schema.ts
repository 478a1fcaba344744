import { z } from 'zod';

/** RFC 9457 problem details with a stable code and every error at once. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'Address of the explanation.' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable; listed in docs/reference/errors.md.' }),
    detail: z.string(),
    action: z.string().meta({ description: 'What to do.' }),
    instance: z.string().optional(),
    errors: z.array(
      z.object({
        code: z.string(),
        file: z.string().optional(),
        row: z.int().optional(),
        field: z.string().optional(),
        value: z.string().optional(),
        message: z.string(),
        action: z.string(),
      }),
    ),
  })
  .meta({ id: 'Problem' });

/** The refusals that a route may give, for its documentation. */
export const refusals = (
  ...statuses: readonly (400 | 401 | 403 | 404 | 406 | 409 | 412 | 413 | 415 | 422 | 429 | 503)[]
) => Object.fromEntries(statuses.map((status) => [status, problemSchema])) as Record<number, typeof problemSchema>;
