import { z } from 'zod';
import { ACCESS_POINT_KINDS, GUIDANCE, SCREEN_RULES, SHOWN_SCHEMA } from '../../access/index.ts';
import { FACTOR_KINDS } from '../../kernel/index.ts';
import { id, idParams, instant, line, named } from './common.ts';
import { route } from './route.ts';

const FlowStepView = z.object({
  factors: z.array(z.enum(FACTOR_KINDS)),
  liveness: z.boolean(),
  timeLimitMs: z.number(),
});

const FlowView = named(
  'Flow',
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    steps: z.array(FlowStepView),
    watched: z.boolean().describe('Wrong credentials lead to a warning, a siren, a photograph and a lock'),
  }),
);

const AccessPointView = named(
  'AccessPoint',
  z.object({
    id: z.string(),
    name: z.string(),
    place: z.string(),
    kind: z.enum(ACCESS_POINT_KINDS),
    screens: z
      .enum(SCREEN_RULES)
      .describe('Who may be its screen: paired browsers and this machine’s own, or whoever opens its page'),
    flow: FlowView,
    lockedMs: z
      .number()
      .nullable()
      .describe('How long a watched access point is locked yet; null when it is not'),
  }),
);

const accessPointFields = { name: line(80), place: line(120), flowId: id };
const screens = z.enum(SCREEN_RULES);

const AccessPointFront = named(
  'AccessPointFront',
  AccessPointView.extend({
    mayBegin: z.boolean().describe('Whether this browser is a screen here: where it is not, nothing begins'),
  }),
);

const AttemptView = named(
  'Attempt',
  z.object({
    id: z.string(),
    status: z.enum(['open', 'granted', 'denied']),
    accessPoint: z.object({ id: z.string(), name: z.string(), kind: z.enum(ACCESS_POINT_KINDS) }),
    step: z
      .object({
        /** 1-based. */
        number: z.number().int(),
        of: z.number().int(),
        factors: z.array(z.enum(FACTOR_KINDS)),
        timeLimitMs: z.number(),
        deadlineAt: instant,
        triesLeft: z.number().int().describe('Wrong tries that are left, this one included'),
        failed: z.boolean().describe('The last try of this step was wrong'),
        demanded: z.boolean().describe('Asked for besides what the flow says'),
      })
      .nullable()
      .describe('What the flow asks for now; null when the attempt is over'),
    outcome: z
      .enum([
        'welcome',
        'invalid',
        'unauthorised',
        'no_face',
        'throttled',
        'timed_out',
        'cancelled',
        'closed',
        'locked',
      ])
      .nullable()
      .describe('How it ended, as far as the person before the screen may know'),
    message: z.string().nullable().describe('A sentence for the person before the screen'),
    displayName: z.string().nullable().describe('Whom was granted; null otherwise'),
    retryAfterMs: z.number().nullable().describe('How long nothing is checked, when throttled'),
  }),
);

/** Messages of the camera sockets, server → browser. */
const CaptureMessage = named(
  'CaptureMessage',
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('guidance'),
      guidance: z.enum(GUIDANCE),
      progress01: z.number(),
      /** Where the face is, as fractions of the picture. */
      box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
    z.object({ type: z.literal('attempt'), attempt: AttemptView }),
    z.object({
      type: z.literal('sample'),
      samples: z.number().int(),
      wanted: z.number().int(),
      resembles: z.array(z.object({ id: z.string(), displayName: z.string() })),
    }),
    z.object({ type: z.literal('done') }),
    z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
  ]),
);

export const accessContract = {
  getAccessPointFront: route({
    method: 'GET',
    url: '/api/access-points/:id/front',
    permission: 'public',
    tag: 'Access',
    summary: 'What a kiosk or the sign-in page shows before anybody is known',
    params: idParams,
    status: 200,
    answer: AccessPointFront,
  }),
  listAccessPoints: route({
    method: 'GET',
    url: '/api/access-points',
    permission: 'access_points.read',
    tag: 'Access',
    summary: 'Every access point, and the flows there are to choose from',
    status: 200,
    answer: z.object({ accessPoints: z.array(AccessPointView), flows: z.array(FlowView) }),
  }),
  addAccessPoint: route({
    method: 'POST',
    url: '/api/access-points',
    permission: 'access_points.write',
    fresh: true,
    tag: 'Access',
    summary: 'Adds a kiosk',
    body: z.strictObject({ ...accessPointFields, screens: screens.default('paired') }),
    status: 201,
    answer: AccessPointView,
  }),
  changeAccessPoint: route({
    method: 'PUT',
    url: '/api/access-points/:id',
    permission: 'access_points.write',
    fresh: true,
    tag: 'Access',
    summary: 'Changes name, place, flow, or who may be its screen (which stays as it is when absent)',
    params: idParams,
    body: z.strictObject({ ...accessPointFields, screens: screens.optional() }),
    status: 200,
    answer: AccessPointView,
  }),
  unlockAccessPoint: route({
    method: 'POST',
    url: '/api/access-points/:id/unlock',
    permission: 'access_points.write',
    tag: 'Access',
    summary: 'Ends the lock of a watched access point before its time',
    params: idParams,
    status: 200,
    answer: AccessPointView,
  }),
  beginAttempt: route({
    method: 'POST',
    url: '/api/access-points/:id/attempts',
    permission: 'public',
    tag: 'Access',
    summary: 'Starts an attempt; its token goes into a cookie that only this browser holds',
    params: idParams,
    status: 201,
    answer: AttemptView,
  }),
  getAttempt: route({
    method: 'GET',
    url: '/api/attempt',
    permission: 'attempt',
    tag: 'Access',
    summary: 'The attempt of this browser',
    status: 200,
    answer: AttemptView,
  }),
  showFactor: route({
    method: 'POST',
    url: '/api/attempt/factor',
    permission: 'attempt',
    tag: 'Access',
    summary: 'Shows one factor of the current step; a wrong one ends the attempt once no try is left',
    body: SHOWN_SCHEMA,
    status: 200,
    answer: AttemptView,
  }),
  challengeFactor: route({
    method: 'POST',
    url: '/api/attempt/challenge',
    permission: 'attempt',
    tag: 'Access',
    summary: 'Has a code sent, or a challenge made, for the current step; at most five in an attempt',
    body: z.strictObject({ factor: z.enum(FACTOR_KINDS) }),
    status: 200,
    answer: z.object({
      attempt: AttemptView,
      show: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe('For the browser: a masked address, or WebAuthn’s options'),
    }),
  }),
  showFrames: route({
    method: 'GET',
    url: '/api/attempt/frames',
    permission: 'attempt',
    tag: 'Access',
    summary:
      'WebSocket. Browser → one JPEG per binary message (at most 1 MB, the next one after the answer), or a text message “swap” when somebody cannot do the movement asked for; server → CaptureMessage: guidance per frame, at last the attempt.',
    websocket: true,
    status: 200,
    answer: CaptureMessage,
  }),
  cancelAttempt: route({
    method: 'DELETE',
    url: '/api/attempt',
    permission: 'attempt',
    tag: 'Access',
    summary: 'Gives the attempt up',
    status: 200,
    answer: AttemptView,
  }),
};
