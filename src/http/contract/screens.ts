import { z } from 'zod';
import { id, idParams, instant, line, named } from './common.ts';
import { route } from './route.ts';

const ScreenView = named(
  'Screen',
  z.object({
    id: z.string(),
    name: z.string(),
    accessPoint: z.object({ id: z.string(), name: z.string() }),
    pairedAt: instant,
  }),
);

export const screensContract = {
  listScreens: route({
    method: 'GET',
    url: '/api/screens',
    permission: 'access_points.read',
    tag: 'Screens',
    summary: 'Every browser that was paired with a kiosk, oldest first',
    status: 200,
    answer: z.object({ screens: z.array(ScreenView) }),
  }),
  offerScreen: route({
    method: 'POST',
    url: '/api/access-points/:id/pairing-codes',
    permission: 'access_points.write',
    fresh: true,
    tag: 'Screens',
    summary:
      'A code that makes the browser in which it is typed a screen of this kiosk; once, for ten minutes',
    params: idParams,
    body: z.strictObject({ name: line(80).describe('What the screen is called from then on') }),
    status: 201,
    answer: z.object({ code: z.string(), expiresAt: instant }),
  }),
  pairScreen: route({
    method: 'POST',
    url: '/api/screens',
    permission: 'public',
    tag: 'Screens',
    summary: 'Makes this browser a screen; its key goes into a cookie that only this browser holds',
    body: z.strictObject({ code: z.string().min(1).max(40) }),
    status: 201,
    answer: z.object({ accessPointId: z.string() }),
  }),
  removeScreen: route({
    method: 'DELETE',
    url: '/api/screens/:id',
    permission: 'access_points.write',
    tag: 'Screens',
    summary: 'Ends a pairing: that browser begins nothing here any more',
    params: z.strictObject({ id }),
    status: 204,
    answer: 'none',
  }),
};
