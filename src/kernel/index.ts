export * from './clock.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './logger.ts';
export * from './network.ts';
export * from './result.ts';
