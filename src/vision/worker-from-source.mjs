// Starts worker.ts where there is no bundle: in tests, benches and scripts.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
