import { accessContract } from './access.ts';
import { credentialsContract } from './credentials.ts';
import { faceContract } from './face.ts';
import { flowsContract } from './flows.ts';
import { groupsContract } from './groups.ts';
import { keysContract } from './keys.ts';
import { logContract } from './log.ts';
import { meContract } from './me.ts';
import { noticesContract } from './notices.ts';
import { ownCodesContract } from './own-codes.ts';
import { peopleContract } from './people.ts';
import { peopleTableContract } from './people-table.ts';
import { readersContract } from './readers.ts';
import { rolesContract } from './roles.ts';
import { screensContract } from './screens.ts';
import { sealingContract } from './sealing.ts';
import { sessionsContract } from './sessions.ts';
import { systemContract } from './system.ts';

/** The whole API as one table. */
export const API = {
  ...systemContract,
  ...accessContract,
  ...flowsContract,
  ...peopleContract,
  ...peopleTableContract,
  ...rolesContract,
  ...groupsContract,
  ...sessionsContract,
  ...meContract,
  ...keysContract,
  ...ownCodesContract,
  ...credentialsContract,
  ...readersContract,
  ...screensContract,
  ...faceContract,
  ...noticesContract,
  ...logContract,
  ...sealingContract,
};
export type Api = typeof API;
export type RouteName = keyof Api;
export type { RouteContract, RouteDemands } from './route.ts';
