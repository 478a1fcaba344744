export * from './payment/index.ts';
export * from './performance/index.ts';
