export * from './performance/index.ts';
