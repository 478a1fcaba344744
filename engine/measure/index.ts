export * from './performance/index.ts';
export * from './payment/index.ts';
