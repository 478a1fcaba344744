import files from '@fastify/static';
import type { ZodTypeProvider } from '@fastify/type-provider-zod';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Config } from './config.ts';
import { type IdentityOptions, identity } from './features/identity/index.ts';
import { deadlines } from './features/resilience/deadlines.ts';
import { compression } from './plugins/compression.ts';
import { openapi } from './plugins/openapi.ts';
import { clientErrors, frameworkErrors, problems } from './plugins/problems.ts';
import { requestId, requests } from './plugins/requests.ts';
import { validate } from './plugins/validation.ts';
import { boardRoutes } from './routes/board.ts';
import { callEventRoutes } from './routes/call-events.ts';
import { callRoutes } from './routes/calls.ts';
import { contractRoutes } from './routes/contracts.ts';
import { customerRoutes, linkRoutes } from './routes/customer.ts';
import { dispatchRoutes } from './routes/dispatch.ts';
import { errorRoutes } from './routes/errors.ts';
import { eventRoutes } from './routes/events.ts';
import { feedRoutes } from './routes/feeds.ts';
import { healthRoutes } from './routes/health.ts';
import { improvementRoutes } from './routes/improvements.ts';
import { lookupRoutes } from './routes/lookup.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { peopleRoutes } from './routes/people.ts';
import { performanceRoutes } from './routes/performance.ts';
import { planRoutes } from './routes/plans.ts';
import { reportRoutes } from './routes/reports.ts';
import type { App } from './routes/route.ts';
import { statementRoutes } from './routes/statements.ts';
import { systemRoutes } from './routes/system.ts';
import { tableRoutes } from './routes/tables.ts';
import type { Office } from './services/office.ts';

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
