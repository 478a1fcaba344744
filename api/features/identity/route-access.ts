import type { Permission } from './roles.ts';

/** By which part of the request the thing that it is about is found. */
export type RouteScope =
  /** Only for grants on everything: the reply is about all data. */
  | 'everything'
  /** About nothing in particular, or the service filters by the scopes of the actor. */
  | 'filtered'
  /** `:number` of a call. */
  | 'call'
  /** `:code` of a contract, territory, resource, site or device. */
  | 'contract'
  | 'territory'
  | 'resource'
  | 'site'
  | 'device'
  /** The device (or site) in the body. */
  | 'body-device';

/** Who may use a route. `public`: anybody (a secret in the address may still be needed). `login`: anybody known. */
export type RouteAccess = { readonly needs: 'public' | 'login' } | PermissionAccess;

export interface PermissionAccess {
  readonly needs: Permission;
  readonly scope: RouteScope;
}

const open = { needs: 'public' } as const;
const on = (needs: Permission, scope: RouteScope): PermissionAccess => ({ needs, scope });

const callEvents = (needs: Permission, kinds: readonly string[]): Record<string, RouteAccess> =>
  Object.fromEntries(kinds.map((kind) => [`POST /calls/:number/${kind}`, on(needs, 'call')]));

/**
 * Access of every route, by method and path as declared. The app does not start with a route that is not listed here,
 * nor with a row for a route that does not exist.
 */
export const ROUTE_ACCESS: Readonly<Record<string, RouteAccess>> = {
  // Calls
  'POST /calls': on('calls.log', 'body-device'),
  'POST /calls/check': on('calls.log', 'body-device'),
  'GET /calls': on('calls.read', 'everything'),
  'GET /calls/similar': on('calls.read', 'everything'),
  'GET /calls/:number': on('calls.read', 'call'),
  'GET /calls/:number/explain': on('calls.read', 'everything'),
  'GET /calls/:number/price': on('statements.read', 'call'),
  ...callEvents('calls.work', ['accept', 'travel', 'arrive', 'release', 'resume', 'follow-up', 'temporary-fix', 'fix']),
  ...callEvents('calls.dispatch', [
    'estimate',
    'appoint',
    'hold',
    'close',
    'cancel',
    'declare-emergency',
    'excuse',
    'merge',
    'unmerge',
    'pin',
    'unpin',
    'split',
    'try',
    'allocate',
  ]),
  ...callEvents('calls.approve', ['approve']),
  ...callEvents('calls.comment', ['comments', 'reopen']),
  'POST /calls/:number/visits/:visit/time': on('calls.work', 'call'),
  'GET /calls/:number/candidates': on('calls.dispatch', 'call'),
  'POST /calls/:number/link': on('links.manage', 'call'),
  'GET /calls/:number/link': on('links.manage', 'call'),
  'POST /calls/:number/link/revoke': on('links.manage', 'call'),
  // Customers' links carry their own secret.
  'GET /my/:token': open,
  'POST /my/:token/comment': open,
  'POST /my/:token/reopen': open,
  // Order and plans
  'GET /queue': on('plans.read', 'everything'),
  'GET /queue/order': on('plans.read', 'everything'),
  'GET /territories': on('plans.read', 'everything'),
  'GET /territories/:code/hours': on('people.read', 'territory'),
  'GET /territories/:code/plan': on('plans.read', 'territory'),
  'GET /territories/:code/plan/difference': on('plans.read', 'territory'),
  'GET /territories/:code/plan/improvement': on('plans.read', 'territory'),
  'POST /territories/:code/plan/improvement': on('plans.improve', 'territory'),
  'POST /territories/:code/plan/improvement/stop': on('plans.improve', 'territory'),
  // People
  'GET /resources': on('people.read', 'everything'),
  'GET /resources/:code/route': on('people.read', 'resource'),
  'GET /resources/:code/rota': on('people.read', 'resource'),
  'GET /resources/:code': on('people.read', 'resource'),
  'PUT /resources/:code': on('tables.change', 'everything'),
  'GET /calendars': on('people.read', 'filtered'),
  'GET /calendars/:code': on('people.read', 'everything'),
  'PUT /calendars/:code': on('tables.change', 'everything'),
  'POST /resources/:code/absences': on('people.change', 'resource'),
  'DELETE /resources/:code/absences/:from': on('people.change', 'resource'),
  'POST /resources/:code/sick': on('calls.work', 'resource'),
  'POST /resources/:code/log-off': on('calls.work', 'resource'),
  'POST /resources/:code/log-on': on('calls.work', 'resource'),
  'PUT /resources/:code/shifts/:on': on('people.change', 'resource'),
  'DELETE /resources/:code/shifts/:on': on('people.change', 'resource'),
  'PUT /resources/:code/loans/:on': on('people.change', 'resource'),
  'DELETE /resources/:code/loans/:on': on('people.change', 'resource'),
  'PUT /resources/:code/breaks': on('people.change', 'resource'),
  'POST /resources/:code/on-call': on('people.change', 'resource'),
  'DELETE /resources/:code/on-call/:from': on('people.change', 'resource'),
  // Customer data
  'GET /lookup': on('calls.log', 'everything'),
  'GET /devices/:code': on('calls.log', 'device'),
  'GET /sites': on('calls.log', 'everything'),
  'GET /sites/:code': on('calls.log', 'site'),
  'GET /tables': on('tables.read', 'filtered'),
  'GET /tables/:table': on('tables.read', 'everything'),
  'POST /tables/:table': on('tables.change', 'everything'),
  'POST /datasets': on('datasets.import', 'everything'),
  'GET /datasets': on('datasets.export', 'everything'),
  // Contracts and money
  'GET /contracts': on('contracts.read', 'everything'),
  'GET /contracts/:code/performance': on('performance.read', 'contract'),
  'GET /contracts/:code/performance/clocks': on('performance.read', 'contract'),
  'GET /contracts/:code/performance/downtime': on('performance.read', 'contract'),
  'POST /performance/recount': on('tables.change', 'everything'),
  'GET /payment-terms/schema': on('contracts.read', 'filtered'),
  'GET /contracts/:code/payment-terms': on('statements.read', 'contract'),
  'PUT /contracts/:code/payment-terms': on('terms.change', 'contract'),
  'POST /contracts/:code/payment-terms/lint': on('terms.change', 'contract'),
  'GET /contracts/:code/statements': on('statements.read', 'contract'),
  'GET /contracts/:code/statements/:period': on('statements.read', 'contract'),
  'GET /contracts/:code/statements/:period/difference': on('statements.read', 'contract'),
  'POST /contracts/:code/statements/:period/close': on('statements.close', 'contract'),
  'POST /contracts/:code/statements/:period/correct': on('statements.close', 'contract'),
  'POST /contracts/:code/statements/:period/what-if': on('statements.read', 'contract'),
  // Messages
  'GET /subscriptions': on('notifications.manage', 'everything'),
  'GET /subscriptions/:code': on('notifications.manage', 'everything'),
  'PUT /subscriptions/:code': on('notifications.manage', 'everything'),
  'DELETE /subscriptions/:code': on('notifications.manage', 'everything'),
  'POST /subscriptions/:code/secret': on('notifications.manage', 'everything'),
  'GET /notifications/templates': on('notifications.manage', 'filtered'),
  'GET /deliveries': on('notifications.manage', 'everything'),
  'POST /deliveries/:id/resend': on('notifications.manage', 'everything'),
  'POST /deliveries/resend': on('notifications.manage', 'everything'),
  // Feeds: a calendar's address is its secret.
  'POST /resources/:code/calendar-feeds': on('feeds.manage', 'resource'),
  'GET /resources/:code/calendar-feeds': on('feeds.manage', 'resource'),
  'DELETE /resources/:code/calendar-feeds/:id': on('feeds.manage', 'resource'),
  'GET /feeds/calendar/:file': open,
  'GET /geojson/sites': on('plans.read', 'everything'),
  'GET /geojson/resources': on('plans.read', 'everything'),
  'GET /geojson/routes': on('plans.read', 'everything'),
  'GET /events': on('plans.read', 'everything'),
  // Reports
  'GET /reports': on('reports.read', 'filtered'),
  'GET /reports/:report': on('reports.read', 'everything'),
  // Identity
  'GET /me': { needs: 'login' },
  'GET /login': open,
  'POST /login': open,
  'POST /login/demo': open,
  'POST /login/first': open,
  'GET /login/oidc': open,
  'GET /login/oidc/callback': open,
  'POST /logout': { needs: 'login' },
  'GET /principals': on('identity.manage', 'everything'),
  'POST /principals': on('identity.manage', 'everything'),
  'POST /principals/:id/disable': on('identity.manage', 'everything'),
  'PUT /principals/:id/grants': on('identity.manage', 'everything'),
  'PUT /principals/:id/password': on('identity.manage', 'everything'),
  'GET /api-keys': on('identity.manage', 'everything'),
  'POST /api-keys': on('identity.manage', 'everything'),
  'DELETE /api-keys/:id': on('identity.manage', 'everything'),
  'GET /audit': on('audit.read', 'everything'),
  // System: probes say nothing about anybody.
  'GET /health': open,
  'GET /live': open,
  'GET /ready': open,
  'GET /metrics': on('system.read', 'everything'),
  'GET /errors': open,
  'GET /openapi.json': open,
  'GET /board/settings': open,
};

/** Files without data: the board, the reference of the API, the manual. */
const PUBLIC_FOLDERS = ['/docs', '/assets', '/manual'];

/** Access of a route; undefined: none was declared. */
export function accessOf(method: string, path: string): RouteAccess | undefined {
  const verb = method === 'HEAD' ? 'GET' : method;
  const declared = ROUTE_ACCESS[`${verb} ${path}`];
  if (declared !== undefined) return declared;
  if (verb === 'GET' && path.startsWith('/reports/')) return ROUTE_ACCESS['GET /reports/:report'];
  const isFile = path === '/' || path === '/*' || /^\/[\w.-]+\.(html|js|css|svg|png|ico|webmanifest)$/.test(path);
  if (verb === 'GET' && (isFile || PUBLIC_FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`))))
    return open;
  return undefined;
}
