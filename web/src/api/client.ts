import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { problemAnswer, UNREACHABLE, unreadable } from './problem.ts';
import { forgetSession } from './query-client.ts';
import type { paths } from './schema.d.ts';

/** Makes every failure look the same to the pages: an answer with `error.code` and `error.message`. */
const uniformFailures: Middleware = {
  onError: () => problemAnswer(UNREACHABLE, 503),
  async onResponse({ request, response }) {
    if (response.ok) return undefined;
    const body = await response
      .clone()
      .json()
      .catch(() => null);
    if (!body?.error?.code) return problemAnswer(unreadable(response.status), response.status);
    if (body.error.code === 'sealed') goToSeal();
    const path = new URL(request.url).pathname;
    if (body.error.code === 'not_signed_in' && !path.startsWith('/api/attempt')) forgetSession();
    return undefined;
  },
};

/** The server was started anew and its data waits for the passphrase: every page leads there, and back from there. */
function goToSeal(): void {
  const { pathname, search } = window.location;
  if (pathname !== '/unseal')
    window.location.replace(`/unseal?${new URLSearchParams({ back: pathname + search })}`);
}

export const client = createFetchClient<paths>({ baseUrl: '', credentials: 'same-origin' });
client.use(uniformFailures);

export const api = createQueryClient(client);
