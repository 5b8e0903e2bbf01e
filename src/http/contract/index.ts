import { accessContract } from './access.ts';
import { faceContract } from './face.ts';
import { logContract } from './log.ts';
import { peopleContract } from './people.ts';
import { sealingContract } from './sealing.ts';
import { systemContract } from './system.ts';

/** The whole API as one table. */
export const API = {
  ...systemContract,
  ...accessContract,
  ...peopleContract,
  ...faceContract,
  ...logContract,
  ...sealingContract,
};
export type Api = typeof API;
export type RouteName = keyof Api;
export type { RouteContract, RoutePermission } from './route.ts';
