import { type AccessPoint, FLOWS, findFlow } from '../../access/index.ts';
import { type AccessPointId, type FlowId, newId, SallyportError } from '../../kernel/index.ts';
import { by } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook, viewAccessPoint, viewAttempt, viewFlow } from '../views.ts';

type AccessRoutes = Pick<
  Handlers,
  | 'getAccessPointFront'
  | 'listAccessPoints'
  | 'addAccessPoint'
  | 'changeAccessPoint'
  | 'beginAttempt'
  | 'getAttempt'
  | 'showPassword'
  | 'cancelAttempt'
>;

export function accessRoutes({ store, ledger, access, beginLimit }: HttpServices): AccessRoutes {
  const names = () => createNameBook(store);

  async function getPoint(id: string): Promise<AccessPoint> {
    const point = await store.accessPoints.find(id as AccessPointId);
    if (!point) throw new SallyportError('not_found');
    return point;
  }

  function demandFlow(id: string): FlowId {
    if (!findFlow(id as FlowId))
      throw new SallyportError('bad_input', { sentence: 'There is no such flow.' });
    return id as FlowId;
  }

  return {
    getAccessPointFront: async ({ params }) => viewAccessPoint(await getPoint(params.id)),

    listAccessPoints: async () => ({
      accessPoints: (await store.accessPoints.list()).map(viewAccessPoint),
      flows: FLOWS.map(({ id }) => viewFlow(id)),
    }),

    async addAccessPoint({ body, caller }) {
      const point: AccessPoint = {
        id: newId(),
        name: body.name,
        place: body.place,
        kind: 'kiosk',
        flowId: demandFlow(body.flowId),
      };
      await ledger.transaction(async (tx) => {
        await tx.accessPoints.add(point);
        const facts = { kind: point.kind, flow: point.flowId };
        await tx.record([{ type: 'access_point.added', facts, accessPointId: point.id, ...by(caller) }]);
      });
      return viewAccessPoint(point);
    },

    async changeAccessPoint({ params, body, caller }) {
      const before = await getPoint(params.id);
      const after: AccessPoint = {
        ...before,
        name: body.name,
        place: body.place,
        flowId: demandFlow(body.flowId),
      };
      const fields = (['name', 'place', 'flowId'] as const).filter((field) => before[field] !== after[field]);
      if (fields.length === 0) return viewAccessPoint(after);
      await ledger.transaction(async (tx) => {
        await tx.accessPoints.update(after);
        await tx.record([
          { type: 'access_point.changed', facts: { fields }, accessPointId: after.id, ...by(caller) },
        ]);
      });
      return viewAccessPoint(after);
    },

    async beginAttempt({ params, caller, setCookie }) {
      const point = await getPoint(params.id);
      if (!beginLimit(caller.ipAddress))
        throw new SallyportError('throttled', { details: { retryAfterMs: 10_000 } });
      const { attempt, token } = await access.begin(point, caller.ipAddress);
      setCookie('attempt', token);
      return viewAttempt(attempt, names());
    },

    getAttempt: async ({ caller }) => viewAttempt(caller.attempt!, names()),

    async showPassword({ body, caller }) {
      const { attempt, retryAfterMs } = await access.showPassword(caller.attempt!, body);
      return viewAttempt(attempt, names(), retryAfterMs);
    },

    cancelAttempt: async ({ caller }) => viewAttempt(await access.cancel(caller.attempt!), names()),
  };
}
