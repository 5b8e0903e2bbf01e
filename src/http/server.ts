import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Logger, SallyportError } from '../kernel/index.ts';
import { ApiError } from './contract/common.ts';
import { API, type RouteContract, type RouteName } from './contract/index.ts';
import { answerError } from './error-answer.ts';
import { refuseForeign } from './guard.ts';
import type { Caller, CookieName, HandlerRequest, Handlers, SocketHandlers } from './handlers.ts';

export interface HttpServerOptions {
  handlers: Handlers;
  sockets: SocketHandlers;
  /** Says who is asking, or throws `not_signed_in` / `no_permission` for what the route demands. */
  authorise(
    permission: RouteContract['permission'],
    cookies: Record<CookieName, string | undefined>,
    from: { ipAddress: string; userAgent: string },
  ): Promise<Caller>;
  /** The built panel, or null to serve the API alone. */
  webRoot: string | null;
  hostNames: Set<string>;
  https: { key: string; cert: string } | null;
  version: string;
  logger: Logger;
}

const MAX_JSON_BYTES = 64 * 1024;
const MAX_IMAGE_BYTES = 15 * 1024 * 1024;
const MAX_FRAME_BYTES = 1024 * 1024;
const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'];

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RouteContract['permission'];
  }
}

/** The server with every route of the contract; not yet listening. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: MAX_JSON_BYTES,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 80 },
    ...(options.https
      ? { https: { key: options.https.key, cert: options.https.cert, minVersion: 'TLSv1.2' as const } }
      : {}),
  }) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const { status, body } = answerError(error, options.logger);
    const waitMs = body.error.details?.retryAfterMs;
    if (typeof waitMs === 'number') void reply.header('retry-after', Math.ceil(waitMs / 1000));
    return reply.code(status).type('application/json').serializer(JSON.stringify).send(body);
  });
  app.addHook('onRequest', async (request) => refuseForeign(request, options.hostNames));
  demandPermissions(app);
  await app.register(cookie);
  await app.register(helmet, securityHeaders(options.https !== null));
  await app.register(websocket, { options: { maxPayload: MAX_FRAME_BYTES } });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sallyport',
        version: options.version,
        description: 'Every route names its permission as x-permission.',
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.addContentTypeParser(
    IMAGE_TYPES,
    { parseAs: 'buffer', bodyLimit: MAX_IMAGE_BYTES },
    (_request, body, done) => done(null, body),
  );
  await app.register(async (scope) => {
    for (const name of Object.keys(API) as RouteName[]) addRoute(scope, name, options);
  });
  app.get('/api/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
  if (options.webRoot) await servePanel(app, options.webRoot);
  return app;
}

/** A route without a permission is a mistake, and the server does not start with it. */
function demandPermissions(app: FastifyInstance): void {
  const routes: { method: string | string[]; url: string; config?: { permission?: unknown } }[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  app.addHook('onReady', async () => {
    for (const { method, url, config } of routes) {
      if (!config?.permission) throw new Error(`route ${String(method)} ${url} names no permission`);
    }
  });
}

function securityHeaders(https: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' as const },
  };
}

function addRoute(app: FastifyInstance, name: RouteName, options: HttpServerOptions): void {
  const contract: RouteContract = API[name];
  const { params, query, status, answer } = contract;
  const body = contract.body === 'image' || !contract.body ? undefined : contract.body;
  const json = typeof answer === 'string' ? z.any() : answer;
  const schema = {
    operationId: name,
    tags: [contract.tag],
    summary: contract.summary,
    'x-permission': contract.permission,
    ...(contract.body === 'image' ? { consumes: IMAGE_TYPES } : {}),
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    response: { [status]: status === 204 ? z.null().describe('Done') : json, default: ApiError },
  };
  const config = { permission: contract.permission };
  const ask = (request: FastifyRequest, reply: FastifyReply, caller: Caller) =>
    handlerRequest(request, reply, caller, options.https !== null);

  if (contract.websocket) {
    const handle = options.sockets[name as keyof SocketHandlers];
    app.get(
      contract.url,
      { websocket: true, schema, config, preValidation: authorised },
      (socket, request) => {
        const closeOnError = (error: unknown) => {
          const { body: said } = answerError(error, options.logger);
          socket.send(JSON.stringify({ type: 'error', ...said.error }));
          socket.close(1011);
        };
        handle(ask(request, undefined as never, request.caller) as never, socket).catch(closeOnError);
      },
    );
    return;
  }
  const handle = options.handlers[name as keyof Handlers] as (request: unknown) => Promise<unknown>;
  app.route({
    method: contract.method,
    url: contract.url,
    schema,
    config,
    preValidation: authorised,
    handler: async (request, reply) => {
      const result = await handle(ask(request, reply, request.caller));
      if (answer === 'events') return streamEvents(request, reply, result as never);
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
    const read = (cookieName: CookieName) => request.cookies[cookieKey(cookieName, options.https !== null)];
    request.caller = await options.authorise(
      contract.permission,
      { session: read('session'), attempt: read('attempt') },
      { ipAddress: request.ip, userAgent: (request.headers['user-agent'] ?? '').slice(0, 200) },
    );
  }
}

const asIs = (payload: unknown) => payload as string;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

/** The prefix ties the cookie to this very host and to HTTPS where there is HTTPS. */
const cookieKey = (name: CookieName, https: boolean) => `${https ? '__Host-' : ''}sallyport_${name}`;

function handlerRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  https: boolean,
): HandlerRequest<RouteContract> {
  return {
    params: request.params as never,
    query: request.query as never,
    body: request.body as never,
    caller,
    setCookie(name, value) {
      const key = cookieKey(name, https);
      const attributes = { path: '/', httpOnly: true, sameSite: 'strict' as const, secure: https };
      if (value === null) void reply.clearCookie(key, attributes);
      else void reply.setCookie(key, value, attributes);
    },
    onClose: (listener) => void request.raw.on('close', listener),
  };
}

function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  subscribe: (send: (eventName: string, data: unknown) => void) => () => void,
): void {
  reply.hijack();
  const raw = reply.raw;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });
  raw.write(': open\n\n');
  const stop = subscribe((eventName, data) =>
    raw.write(`event: ${eventName}\ndata: ${JSON.stringify(data)}\n\n`),
  );
  const beat = setInterval(() => raw.write(': alive\n\n'), 15_000);
  request.raw.on('close', () => {
    clearInterval(beat);
    stop();
  });
}

/** The panel is one page; every path outside /api that is not a file leads to it. */
async function servePanel(app: FastifyInstance, webRoot: string): Promise<void> {
  const page = await readFile(join(webRoot, 'index.html'), 'utf8');
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, permission: 'public' };
    });
    await scope.register(fastifyStatic, { root: webRoot, wildcard: false, index: false, maxAge: '1h' });
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api') || request.method !== 'GET') throw new SallyportError('not_found');
    return reply.type('text/html').header('cache-control', 'no-cache').serializer(asIs).send(page);
  });
}
