import { type AccessPointId, SallyportError, type ScreenId } from '../../kernel/index.ts';
import { actorOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook } from '../views.ts';

type ScreenRoutes = Pick<Handlers, 'listScreens' | 'offerScreen' | 'pairScreen' | 'removeScreen'>;

export function screenRoutes({ store, screens, beginLimit }: HttpServices): ScreenRoutes {
  return {
    async listScreens() {
      const names = createNameBook(store);
      const views = (await store.screens.list()).map(async ({ id, name, accessPointId, createdAt }) => ({
        ...{ id, name, pairedAt: createdAt },
        accessPoint: { id: accessPointId, name: (await names.accessPoint(accessPointId))?.name ?? '' },
      }));
      return { screens: await Promise.all(views) };
    },

    offerScreen: ({ params, body, caller }) =>
      screens.offer({ accessPointId: params.id as AccessPointId, name: body.name }, actorOf(caller)),

    async pairScreen({ body, caller, setCookie }) {
      if (!beginLimit(caller.ipAddress))
        throw new SallyportError('throttled', { details: { retryAfterMs: 10_000 } });
      const { screen, key } = await screens.pair(body.code, caller.screen, caller.ipAddress);
      setCookie('screen', key);
      return { accessPointId: screen.accessPointId };
    },

    async removeScreen({ params, caller }) {
      await screens.remove(params.id as ScreenId, actorOf(caller));
    },
  };
}
