import { type AccessPoint, PANEL_ACCESS_POINT_ID } from '../access/index.ts';
import type { Ledger } from '../evidence/index.ts';
import type { AccessPointId, FlowId } from '../kernel/index.ts';
import type { Repositories } from '../storage/index.ts';

const FIRST: AccessPoint[] = [
  {
    id: PANEL_ACCESS_POINT_ID,
    name: 'Panel',
    place: 'Sign-in to the panel',
    kind: 'login',
    flowId: 'password-face' as FlowId,
    screens: 'any',
  },
  {
    id: 'front-door' as AccessPointId,
    name: 'Front door',
    place: 'At the front door',
    kind: 'kiosk',
    flowId: 'password-face' as FlowId,
    screens: 'paired',
  },
];

/** A new installation has the panel's own sign-in and one kiosk to try; both can be changed in the settings. */
export async function addFirstAccessPoints(ledger: Ledger<Repositories>, store: Repositories): Promise<void> {
  if ((await store.accessPoints.list()).length > 0) return;
  await ledger.transaction(async (tx) => {
    for (const point of FIRST) {
      await tx.accessPoints.add(point);
      const facts = { kind: point.kind, flow: point.flowId };
      await tx.record([{ type: 'access_point.added', facts, accessPointId: point.id }]);
    }
  });
}
