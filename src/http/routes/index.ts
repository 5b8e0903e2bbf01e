import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { accessRoutes } from './access-routes.ts';
import { credentialRoutes } from './credential-routes.ts';
import { faceRoutes } from './face-routes.ts';
import { flowRoutes } from './flow-routes.ts';
import { frameSockets } from './frame-sockets.ts';
import { groupsRoutes } from './groups-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { logRoutes } from './log-routes.ts';
import { meRoutes } from './me-routes.ts';
import { noticeRoutes } from './notice-routes.ts';
import { ownCodeRoutes } from './own-code-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { peopleTableRoutes } from './people-table-routes.ts';
import { readerRoutes } from './reader-routes.ts';
import { rolesRoutes } from './roles-routes.ts';
import { screenRoutes } from './screen-routes.ts';
import { sealingRoutes } from './sealing-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { systemRoutes } from './system-routes.ts';

export const createHandlers = (services: HttpServices): Handlers => ({
  ...systemRoutes(services),
  ...accessRoutes(services),
  ...sessionRoutes(services),
  ...flowRoutes(services),
  ...peopleRoutes(services),
  ...peopleTableRoutes(services),
  ...rolesRoutes(services),
  ...groupsRoutes(services),
  ...meRoutes(services),
  ...keyRoutes(services),
  ...ownCodeRoutes(services),
  ...credentialRoutes(services),
  ...readerRoutes(services),
  ...screenRoutes(services),
  ...faceRoutes(services),
  ...noticeRoutes(services),
  ...logRoutes(services),
  ...sealingRoutes(services),
});

export const createSockets = frameSockets;
