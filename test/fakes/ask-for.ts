import { type FlowStep, PANEL_ACCESS_POINT_ID, TIME_LIMITS } from '../../src/access/index.ts';
import { type FactorKind, type FlowId, newId } from '../../src/kernel/index.ts';
import type { AccessHouse } from './access-house.ts';

/** Lets the panel ask for these, step by step. */
export async function askFor(house: AccessHouse, ...factors: FactorKind[][]): Promise<void> {
  const steps: FlowStep[] = factors.map((anyOf) => ({ anyOf, timeLimitMs: TIME_LIMITS[anyOf[0]!] }));
  const id = newId<FlowId>();
  await house.store.flows.add({ id, name: 'Asked here', description: '', steps, accepted: [] });
  const point = (await house.store.accessPoints.find(PANEL_ACCESS_POINT_ID))!;
  await house.store.accessPoints.update({ ...point, flowId: id });
}
