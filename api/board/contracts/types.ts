import type { z } from 'zod';
import type { contractsSchema } from '../../features/contracts/schema.ts';
import type { clocksSchema, downtimeSchema, performanceSchema } from '../../features/performance/schema.ts';
import type { lintSchema, statementSchema } from '../../features/statements/schema.ts';

export type Contract = z.output<typeof contractsSchema>['contracts'][number];
export type Performance = z.output<typeof performanceSchema>;
export type Clocks = z.output<typeof clocksSchema>;
export type Downtime = z.output<typeof downtimeSchema>;
export type Statement = z.output<typeof statementSchema>;
export type StatementLine = Statement['lines'][number];
export type Lint = z.output<typeof lintSchema>;
