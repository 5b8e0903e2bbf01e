import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { type ErrorCode, SallyportError } from '../kernel/index.ts';
import { addRoute, asIs, IMAGE_TYPES, type RouteOptions } from './add-route.ts';
import { shareConnections } from './connection-share.ts';
import { API, type RouteContract, type RouteName } from './contract/index.ts';
import { answerError } from './error-answer.ts';
import { refuseForeign } from './guard.ts';
import { comesByHttps } from './public-front.ts';

export interface HttpServerOptions extends RouteOptions {
  /** The built panel, or null to serve the API alone. */
  webRoot: string | null;
  hostNames: Set<string>;
  version: string;
  /** Nothing of the data is open: not even the description of the API is given away. */
  sealed?: boolean;
}

/** What the panel and the kiosk use, for themselves and for no frame within them. */
const PERMISSIONS_POLICY =
  'camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), microphone=(), geolocation=(), payment=()';
const MAX_JSON_BYTES = 64 * 1024;
const MAX_IMAGE_BYTES = 15 * 1024 * 1024;
const MAX_FRAME_BYTES = 1024 * 1024;
/** No browser cuts a frame into more; each piece costs memory beside its bytes. */
const MAX_FRAGMENTS = 1024;
const MAX_CONNECTIONS = 1000;
/** What is being answered when the server is stopped has so long to end. */
const CLOSING_MS = 1500;
/** A house with twenty screens needs not half of it. */
const MAX_CONNECTIONS_OF_ONE = 250;

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
    // Only the neighbour is the proxy: what stands further left in X-Forwarded-For a client may have written.
    trustProxy: (address: string, hop: number) => hop === 0 && (options.front?.isProxy(address) ?? false),
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
  demandPermissions(app);
  await app.register(cookie);
  await app.register(helmet, securityHeaders(comesByHttps(options)));
  const frames = { maxPayload: MAX_FRAME_BYTES, maxFragments: MAX_FRAGMENTS };
  await app.register(websocket, { options: frames });
  app.addHook('onRequest', async (_, reply) => void reply.header('permissions-policy', PERMISSIONS_POLICY));
  // After the WebSockets, whose own hook ends the connection of a refused upgrade; else it would keep us from stopping.
  app.addHook('onRequest', async (request) => refuseForeign(request, options.hostNames, options.front));
  // A kept connection would end in somebody's face when the server behind the seal takes over.
  if (options.sealed) app.addHook('onRequest', async (_, reply) => void reply.header('connection', 'close'));
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
  const takesImage = (name: RouteName) => (API[name] as RouteContract).body === 'image';
  const names = Object.keys(API) as RouteName[];
  await app.register(async (scope) => {
    for (const name of names.filter((one) => !takesImage(one))) addRoute(scope, name, options);
  });
  await app.register(async (scope) => {
    // Only these routes read large bodies, and only once the caller is known.
    scope.addContentTypeParser(
      IMAGE_TYPES,
      { parseAs: 'buffer', bodyLimit: MAX_IMAGE_BYTES },
      (_request, body, done) => done(null, body),
    );
    for (const name of names.filter(takesImage)) addRoute(scope, name, options);
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  letGoWhenClosing(app);
  const isProxy = (address: string) => options.front?.isProxy(address) ?? false;
  shareConnections(app.server, MAX_CONNECTIONS_OF_ONE, isProxy);
  if (!options.sealed) describe(app);
  if (options.webRoot) await servePanel(app, options.webRoot, options.sealed ? 'sealed' : 'not_found');
  return app;
}

/** Live logs, and connections that browsers open in advance and never use, would keep a server from stopping for a minute. */
function letGoWhenClosing(app: FastifyInstance): void {
  let grace: NodeJS.Timeout;
  app.addHook('preClose', async () => {
    grace = setTimeout(() => app.server.closeAllConnections(), CLOSING_MS);
  });
  app.addHook('onClose', async () => clearTimeout(grace));
}

function describe(app: FastifyInstance): void {
  app.get('/api/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
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

/** The panel is one page; every path outside /api that is not a file leads to it. */
async function servePanel(app: FastifyInstance, webRoot: string, otherwise: ErrorCode): Promise<void> {
  const page = await readFile(join(webRoot, 'index.html'), 'utf8');
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, permission: 'public' };
    });
    await scope.register(fastifyStatic, { root: webRoot, wildcard: false, index: false, maxAge: '1h' });
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api') || request.method !== 'GET') throw new SallyportError(otherwise);
    return reply.type('text/html').header('cache-control', 'no-cache').serializer(asIs).send(page);
  });
}
