import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Logger, plainAddress } from '../kernel/index.ts';
import { ApiError } from './contract/common.ts';
import { API, type RouteContract, type RouteDemands, type RouteName } from './contract/index.ts';
import { answerError } from './error-answer.ts';
import { streamEvents } from './event-stream.ts';
import type {
  Asking,
  Caller,
  CookieName,
  EventStream,
  HandlerRequest,
  Handlers,
  SocketHandlers,
} from './handlers.ts';
import { comesByHttps, type PublicFront } from './public-front.ts';

export interface RouteOptions {
  handlers: Handlers;
  sockets: SocketHandlers;
  /** Says who is asking, or throws `not_signed_in` / `no_permission` for what the route demands. */
  authorise(
    demands: RouteDemands,
    cookies: Record<CookieName, string | undefined>,
    from: Asking,
    waiting?: boolean,
  ): Promise<Caller>;
  https: { key: string; cert: string } | null;
  /** Null when no proxy is in front. */
  front: PublicFront | null;
  logger: Logger;
}

export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'];

/** One row of the API's table as a route: schema, permission, handler. */
export function addRoute(app: FastifyInstance, name: RouteName, options: RouteOptions): void {
  const contract: RouteContract = API[name];
  const { params, query, status, answer } = contract;
  const body = contract.body === 'image' || !contract.body ? undefined : contract.body;
  const json = typeof answer === 'string' ? z.any() : answer;
  const schema = {
    operationId: name,
    tags: [contract.tag],
    summary: contract.summary,
    'x-permission': contract.permission,
    ...(contract.fresh ? { 'x-fresh': true } : {}),
    ...(contract.body === 'image' ? { consumes: IMAGE_TYPES } : {}),
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    response: { [status]: status === 204 ? z.null().describe('Done') : json, default: ApiError },
  };
  const config = { permission: contract.permission };
  const limit = contract.maxBytes ? { bodyLimit: contract.maxBytes } : {};
  const ask = (request: FastifyRequest, reply: FastifyReply) =>
    handlerRequest(request, reply, () => callerOf(request, true), comesByHttps(options));

  if (contract.websocket) {
    const handle = options.sockets[name as keyof SocketHandlers];
    app.get(contract.url, { websocket: true, schema, config, onRequest: authorised }, (socket, request) => {
      const closeOnError = (error: unknown) => {
        const { body: said } = answerError(error, options.logger);
        socket.send(JSON.stringify({ type: 'error', ...said.error }));
        socket.close(1011);
      };
      handle(ask(request, undefined as never) as never, socket).catch(closeOnError);
    });
    return;
  }
  const handle = options.handlers[name as keyof Handlers] as (request: unknown) => Promise<unknown>;
  app.route({
    method: contract.method,
    url: contract.url,
    schema,
    config,
    ...limit,
    onRequest: authorised,
    handler: async (request, reply) => {
      const result = await handle(ask(request, reply));
      if (answer === 'events') {
        return streamEvents(request, reply, result as EventStream, () => callerOf(request, true));
      }
      if (answer === 'jpeg') {
        return reply
          .type('image/jpeg')
          .header('cache-control', 'private, no-store')
          .serializer(asIs)
          .send(Buffer.from(result as Uint8Array));
      }
      if (answer === 'none') return reply.code(204).send();
      return reply.code(status).header('cache-control', 'no-store').send(result);
    },
  });

  async function authorised(request: FastifyRequest): Promise<void> {
    request.caller = await callerOf(request);
  }

  /** `waiting`: asked again by what merely stands open, such as a stream; that keeps no session alive. */
  function callerOf(request: FastifyRequest, waiting = false): Promise<Caller> {
    const read = (cookieName: CookieName) => request.cookies[cookieKey(cookieName, comesByHttps(options))];
    return options.authorise(
      contract,
      { session: read('session'), attempt: read('attempt'), screen: read('screen') },
      {
        ipAddress: plainAddress(request.ip),
        userAgent: (request.headers['user-agent'] ?? '').slice(0, 200),
        authorization: request.headers.authorization,
      },
      waiting,
    );
  }
}

/** Sends bytes and finished texts past the JSON serialiser. */
export const asIs = (payload: unknown) => payload as string;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

/** A tablet stays paired when it is switched off; browsers keep no cookie for longer (RFC 6265bis 5.5). */
const SCREEN_COOKIE_S = 400 * 86_400;

/** The prefix ties the cookie to this very host and to HTTPS where there is HTTPS. */
const cookieKey = (name: CookieName, https: boolean) => `${https ? '__Host-' : ''}sallyport_${name}`;

function handlerRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  askAgain: () => Promise<Caller>,
  https: boolean,
): HandlerRequest<RouteContract> {
  return {
    params: request.params as never,
    query: request.query as never,
    body: request.body as never,
    caller: request.caller,
    askAgain,
    setCookie(name, value) {
      const key = cookieKey(name, https);
      const attributes = { path: '/', httpOnly: true, sameSite: 'strict' as const, secure: https };
      const lasting = name === 'screen' ? { maxAge: SCREEN_COOKIE_S } : {};
      if (value === null) void reply.clearCookie(key, attributes);
      else void reply.setCookie(key, value, { ...attributes, ...lasting });
    },
  };
}
