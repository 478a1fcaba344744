import files from '@fastify/static';
import type { ZodTypeProvider } from '@fastify/type-provider-zod';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Config } from './config.ts';
import { callEventRoutes } from './features/calls/event-routes.ts';
import { callRoutes } from './features/calls/routes.ts';
import { contractRoutes } from './features/contracts/routes.ts';
import { customerRoutes, linkRoutes } from './features/customers/routes.ts';
import { errorRoutes } from './features/errors/routes.ts';
import { feedRoutes } from './features/feeds/routes.ts';
import { healthRoutes } from './features/health/routes.ts';
import { systemRoutes } from './features/health/system-routes.ts';
import { type IdentityOptions, identity } from './features/identity/index.ts';
import { boardRoutes } from './features/live/board-routes.ts';
import { eventRoutes } from './features/live/routes.ts';
import { lookupRoutes } from './features/lookup/routes.ts';
import { notificationRoutes } from './features/notifications/routes.ts';
import { peopleRoutes } from './features/people/routes.ts';
import { performanceRoutes } from './features/performance/routes.ts';
import { dispatchRoutes } from './features/plans/dispatch-routes.ts';
import { improvementRoutes } from './features/plans/improvement-routes.ts';
import { planRoutes } from './features/plans/routes.ts';
import { reportRoutes } from './features/reports/routes.ts';
import { deadlines } from './features/resilience/deadlines.ts';
import { statementRoutes } from './features/statements/routes.ts';
import { tableRoutes } from './features/tables/routes.ts';
import { compression } from './platform/http/compression.ts';
import { openapi } from './platform/http/openapi.ts';
import { clientErrors, frameworkErrors, problems } from './platform/http/problems.ts';
import { requestId, requests } from './platform/http/requests.ts';
import type { App } from './platform/http/route.ts';
import { validate } from './platform/http/validation.ts';
import type { Office } from './platform/office.ts';

const BODY_LIMIT = 256 * 1024;
const REQUEST_LIMIT = 30_000;

export interface AppOptions {
  readonly office: Office;
  readonly version: string;
  readonly logger?: FastifyBaseLogger;
  /** `worker`: only tells how it is. */
  readonly role?: Config['role'];
  /** Folder of the built board; without it there is none. */
  readonly board?: string;
  /** Address of map tiles for the board; null: its map draws its own ground. */
  readonly tiles?: string | null;
  /** Who may do what; left out: everybody may do everything, for processes that only this machine reaches. */
  readonly access?: IdentityOptions;
  /** Whether a proxy before us is trusted to name the caller's address. */
  readonly trustProxy?: boolean;
  /** Milliseconds that a request may take. */
  readonly requestLimit?: number;
}

/** The HTTP side, not listening: everything it works with is handed in, and closed by whoever opened it. */
export async function buildApp({
  office,
  version,
  logger,
  role = 'all',
  board,
  tiles = null,
  access,
  trustProxy = false,
  requestLimit = REQUEST_LIMIT,
}: AppOptions): Promise<App> {
  const app = fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: frameworkErrors as never,
    clientErrorHandler: clientErrors,
    genReqId: requestId as never,
    bodyLimit: BODY_LIMIT,
    trustProxy,
    routerOptions: { maxParamLength: 600 },
    requestTimeout: 120_000,
    // Connections that idle are closed at once when the server stops; those at work may finish.
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validate as never);
  // What leaves is made by our own services, and checked against its schema by the tests rather than on each reply.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  problems(app as never, (code) => {
    if (code === 'storage-full') office.storage.refused();
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.method !== 'GET' && reply.statusCode < 300) office.storage.written();
  });
  deadlines(app as never, {
    limit: requestLimit,
    hangs: () => office.heartbeat.standing() === 'hangs',
  });
  requests(app as never, office.measures, office.stopping);
  if (role === 'worker') {
    healthRoutes(app, office);
    return app;
  }

  if (access !== undefined) await identity(app, office, access);
  await compression(app as never);
  await openapi(app as never, version);

  callRoutes(app, office);
  callEventRoutes(app, office);
  linkRoutes(app, office);
  await app.register(async (scope) => customerRoutes(scope as unknown as App, office));
  lookupRoutes(app, office);
  dispatchRoutes(app, office);
  notificationRoutes(app, office);
  planRoutes(app, office);
  improvementRoutes(app, office);
  peopleRoutes(app, office);
  contractRoutes(app, office);
  performanceRoutes(app, office);
  statementRoutes(app, office);
  feedRoutes(app, office);
  reportRoutes(app, office);
  systemRoutes(app, office);
  tableRoutes(app, office);
  healthRoutes(app, office);
  eventRoutes(app as never, office.live);
  errorRoutes(app as never);
  if (board !== undefined) {
    boardRoutes(app, { tiles });
    await app.register(files, {
      ...{ root: board, wildcard: false, schemaHide: true },
      // The names of assets change with their content; the page itself is asked for again.
      setHeaders: (reply, path) => {
        const lasting = path.includes('/assets/');
        reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  return app;
}
