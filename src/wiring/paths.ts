import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

declare const SALLYPORT_VERSION: string | undefined;

const here = dirname(fileURLToPath(import.meta.url));
const dist = import.meta.url.endsWith('.ts') ? join(here, '../../dist') : here;

/** What the build has made, whether this runs from the bundle or from the sources. */
export const BUILT = {
  models: join(dist, 'models'),
  panel: join(dist, 'web'),
  stage: join(dist, 'stage'),
};

export const VERSION = typeof SALLYPORT_VERSION === 'string' ? SALLYPORT_VERSION : 'development';
