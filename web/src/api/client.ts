import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { confirmIdentity } from './confirm-identity.ts';
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

/** What may have to be sent again: a body can be read only once. */
const sent = new Map<string, Request>();

/** Where the server wants to be sure who is asking, that is asked here, in place; then the request goes out again. */
const askWhoItIs: Middleware = {
  onRequest({ id, request }) {
    sent.set(id, request.clone());
  },
  onError({ id }) {
    sent.delete(id);
  },
  async onResponse({ id, response }) {
    const again = sent.get(id);
    sent.delete(id);
    if (response.status !== 403 || !again) return undefined;
    const body = await response
      .clone()
      .json()
      .catch(() => null);
    if (body?.error?.code !== 'fresh_authentication_needed') return undefined;
    if (!(await confirmIdentity())) return undefined;
    return fetch(again).catch(() => problemAnswer(UNREACHABLE, 503));
  },
};

export const client = createFetchClient<paths>({ baseUrl: '', credentials: 'same-origin' });
client.use(uniformFailures, askWhoItIs);

export const api = createQueryClient(client);
