import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from '@fastify/type-provider-zod';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

const DESCRIPTION = `Log calls, see them ordered by contract, allocated to technicians, and why.

Instants are ISO 8601 with offset; durations ISO 8601. Unknown fields are refused. Errors are problem+json (RFC 9457)
with stable codes, all at once. Every POST takes an \`Idempotency-Key\`: sent again with the same key, a request gets the
reply of the first time and does nothing twice.`;

const TAGS = [
  ...[
    'calls',
    'order',
    'plans',
    'notifications',
    'customers',
    'people',
    'reports',
    'feeds',
    'datasets',
    'live',
    'identity',
    'system',
  ],
] as const;

/** OpenAPI 3.1 at /openapi.json, readable at /docs; nothing is loaded from elsewhere. */
export async function openapi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Turnout', version, description: DESCRIPTION },
      tags: TAGS.map((name) => ({ name })),
    },
    transform: jsonSchemaTransform as never,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(reference, {
    routePrefix: '/docs',
    configuration: {
      pageTitle: 'Turnout API',
      // Fonts, telemetry and the request client's proxy would otherwise come from elsewhere.
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
      mcp: { disabled: true },
    },
    logLevel: 'warn',
  });
}
