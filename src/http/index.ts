export { createBeginLimit } from './begin-limit.ts';
export { createAuthorise } from './caller.ts';
export { ownHostNames } from './guard.ts';
export { openLanCertificate } from './lan-certificate.ts';
export { createNews, type News } from './news.ts';
export { createPublicFront } from './public-front.ts';
export { createHandlers, createSockets } from './routes/index.ts';
export { createHttpServer, type HttpServerOptions } from './server.ts';
export type { HttpServices } from './services.ts';
