import type { AccessPoint } from '../../access/index.ts';
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
  | 'showFactor'
  | 'challengeFactor'
  | 'cancelAttempt'
>;

export function accessRoutes({ store, ledger, access, beginLimit }: HttpServices): AccessRoutes {
  const names = () => createNameBook(store);

  async function getPoint(id: string): Promise<AccessPoint> {
    const point = await store.accessPoints.find(id as AccessPointId);
    if (!point) throw new SallyportError('not_found');
    return point;
  }

  const view = (point: AccessPoint) => viewAccessPoint(point, store.flows);

  async function demandFlow(id: string): Promise<FlowId> {
    if (!(await store.flows.find(id as FlowId)))
      throw new SallyportError('bad_input', { sentence: 'There is no such flow.' });
    return id as FlowId;
  }

  return {
    getAccessPointFront: async ({ params }) => view(await getPoint(params.id)),

    listAccessPoints: async () => ({
      accessPoints: await Promise.all((await store.accessPoints.list()).map(view)),
      flows: (await store.flows.list()).map((flow) => viewFlow(flow.id, flow)),
    }),

    async addAccessPoint({ body, caller }) {
      const point: AccessPoint = {
        id: newId(),
        name: body.name,
        place: body.place,
        kind: 'kiosk',
        flowId: await demandFlow(body.flowId),
      };
      await ledger.transaction(async (tx) => {
        await tx.accessPoints.add(point);
        const facts = { kind: point.kind, flow: point.flowId };
        await tx.record([{ type: 'access_point.added', facts, accessPointId: point.id, ...by(caller) }]);
      });
      return view(point);
    },

    async changeAccessPoint({ params, body, caller }) {
      const before = await getPoint(params.id);
      const after: AccessPoint = {
        ...before,
        name: body.name,
        place: body.place,
        flowId: await demandFlow(body.flowId),
      };
      const fields = (['name', 'place', 'flowId'] as const).filter((field) => before[field] !== after[field]);
      if (fields.length === 0) return view(after);
      await ledger.transaction(async (tx) => {
        await tx.accessPoints.update(after);
        await tx.record([
          { type: 'access_point.changed', facts: { fields }, accessPointId: after.id, ...by(caller) },
        ]);
      });
      return view(after);
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

    async showFactor({ body, caller }) {
      const { attempt, retryAfterMs } = await access.show(caller.attempt!, body);
      return viewAttempt(attempt, names(), retryAfterMs);
    },

    async challengeFactor({ body, caller }) {
      const { attempt, retryAfterMs, show } = await access.challenge(caller.attempt!, body.factor);
      return { attempt: await viewAttempt(attempt, names(), retryAfterMs), show };
    },

    cancelAttempt: async ({ caller }) => viewAttempt(await access.cancel(caller.attempt!), names()),
  };
}
