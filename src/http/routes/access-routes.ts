import { type AccessPoint, mayBegin } from '../../access/index.ts';
import { type AccessPointId, type FlowId, SallyportError } from '../../kernel/index.ts';
import { actorOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook, viewAccessPoint, viewAttempt, viewFlow } from '../views.ts';

type AccessRoutes = Pick<
  Handlers,
  | 'getAccessPointFront'
  | 'listAccessPoints'
  | 'addAccessPoint'
  | 'changeAccessPoint'
  | 'unlockAccessPoint'
  | 'beginAttempt'
  | 'getAttempt'
  | 'showFactor'
  | 'challengeFactor'
  | 'cancelAttempt'
>;

export function accessRoutes({ store, flows, access, beginLimit }: HttpServices): AccessRoutes {
  const names = () => createNameBook(store);

  async function getPoint(id: string): Promise<AccessPoint> {
    const point = await store.accessPoints.find(id as AccessPointId);
    if (!point) throw new SallyportError('not_found');
    return point;
  }

  const view = async (point: AccessPoint) =>
    viewAccessPoint(point, store.flows, await access.lockedFor(point));

  return {
    async getAccessPointFront({ params, caller }) {
      const point = await getPoint(params.id);
      return { ...(await view(point)), mayBegin: mayBegin(point, caller) };
    },

    listAccessPoints: async () => ({
      accessPoints: await Promise.all((await store.accessPoints.list()).map(view)),
      flows: (await store.flows.list()).map((flow) => viewFlow(flow.id, flow)),
    }),

    async addAccessPoint({ body: { flowId, ...words }, caller }) {
      const point = { ...words, kind: 'kiosk' as const, flowId: flowId as FlowId };
      return view(await flows.addPoint(point, actorOf(caller)));
    },

    async changeAccessPoint({ params, body: { name, place, flowId, screens }, caller }) {
      const change = { name, place, flowId: flowId as FlowId, ...(screens ? { screens } : {}) };
      return view(await flows.changePoint(params.id as AccessPointId, change, actorOf(caller)));
    },

    async unlockAccessPoint({ params, caller }) {
      const point = await getPoint(params.id);
      await access.unlock(point, actorOf(caller));
      return view(point);
    },

    async beginAttempt({ params, caller, setCookie }) {
      const point = await getPoint(params.id);
      if (!beginLimit(caller.ipAddress))
        throw new SallyportError('throttled', { details: { retryAfterMs: 10_000 } });
      const { attempt, token } = await access.begin(point, {
        ipAddress: caller.ipAddress,
        screen: caller.screen,
      });
      setCookie('attempt', token);
      return viewAttempt(attempt, names());
    },

    getAttempt: async ({ caller }) => viewAttempt(caller.attempt!, names()),

    async showFactor({ body, caller }) {
      const { attempt, ...wait } = await access.show(caller.attempt!, body);
      return viewAttempt(attempt, names(), wait);
    },

    async challengeFactor({ body, caller }) {
      const { attempt, show, ...wait } = await access.challenge(caller.attempt!, body.factor);
      return { attempt: await viewAttempt(attempt, names(), wait), show };
    },

    cancelAttempt: async ({ caller }) => viewAttempt(await access.cancel(caller.attempt!), names()),
  };
}
