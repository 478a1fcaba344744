/** What somebody may do. Each route needs exactly one of these (route-access.ts). */
export const PERMISSIONS = [
  'calls.read',
  'calls.log',
  'calls.comment',
  'calls.work',
  'calls.dispatch',
  'calls.approve',
  'plans.read',
  'plans.improve',
  'people.read',
  'people.change',
  'tables.read',
  'tables.change',
  'datasets.export',
  'datasets.import',
  'contracts.read',
  'performance.read',
  'statements.read',
  'statements.close',
  'terms.change',
  'reports.read',
  'notifications.manage',
  'links.manage',
  'feeds.manage',
  'identity.manage',
  'audit.read',
  'system.read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = [
  'call-taker',
  'dispatcher',
  'technician',
  'contract-manager',
  'finance',
  'administrator',
  'auditor',
  'customer',
] as const;
export type Role = (typeof ROLES)[number];

const READ: readonly Permission[] = [
  'calls.read',
  'plans.read',
  'people.read',
  'tables.read',
  'contracts.read',
  'performance.read',
  'statements.read',
  'reports.read',
];

/**
 * The permissions of each role. A grant gives them within a scope. The administrator does not close or correct
 * statements, so that the person who runs the system does not also settle the money.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  'call-taker': ['calls.read', 'calls.log', 'calls.comment', 'links.manage', 'tables.read'],
  dispatcher: [
    'calls.read',
    'calls.log',
    'calls.comment',
    'calls.work',
    'calls.dispatch',
    'calls.approve',
    'plans.read',
    'plans.improve',
    'people.read',
    'people.change',
    'tables.read',
    'contracts.read',
    'reports.read',
    'links.manage',
    'feeds.manage',
  ],
  technician: ['calls.read', 'calls.work', 'calls.comment', 'plans.read', 'people.read'],
  'contract-manager': [
    'calls.read',
    'contracts.read',
    'performance.read',
    'statements.read',
    'terms.change',
    'reports.read',
    'tables.read',
  ],
  finance: ['calls.read', 'contracts.read', 'performance.read', 'statements.read', 'statements.close', 'reports.read'],
  administrator: PERMISSIONS.filter((permission) => permission !== 'statements.close'),
  auditor: [...READ, 'audit.read', 'datasets.export', 'system.read'],
  customer: [
    'calls.read',
    'calls.log',
    'calls.comment',
    'calls.approve',
    'contracts.read',
    'performance.read',
    'statements.read',
  ],
};
