import { z } from 'zod';
import { FACTOR_KINDS, type FactorKind, type FlowId, type GroupId } from '../kernel/index.ts';
import { CONDITION_SCHEMA } from './condition.ts';

/** What Sallyport advises against, and does only when an administrator accepts it for a flow. */
export const RISKS = ['face_alone', 'weak_alone'] as const;
export type Risk = (typeof RISKS)[number];

/** One factor, or one of several; 1:1 after a claimed identity, 1:N when the step is the first. */
export const STEP_SCHEMA = z.strictObject({
  anyOf: z.array(z.enum(FACTOR_KINDS)).min(1).max(FACTOR_KINDS.length),
  /** With a face: it must be a living one, shown by doing what is asked. */
  liveness: z.boolean().optional(),
  /** Within how long it must be shown, ms. */
  timeLimitMs: z.number().int().min(5_000).max(900_000),
  /** Wrong tries before the attempt is refused; the factor's own number when absent. */
  tries: z.number().int().min(1).max(10).optional(),
  /** Asked only then; always when absent. */
  when: CONDITION_SCHEMA.optional(),
  /** Added during an attempt, because the person or the rules demand more than the flow. */
  demanded: z.boolean().optional(),
});
export type FlowStep = z.infer<typeof STEP_SCHEMA>;

/** Who is told of a grant or a refusal: those who receive alerts, or everybody who is registered. */
const AUDIENCE_SCHEMA = z.enum(['nobody', 'alerts', 'everybody']);

/** After so many wrong credentials at the access point: warning, siren, photograph, and nothing is checked for a while. */
export const WATCH_SCHEMA = z.strictObject({
  wrongCredentials: z.number().int().min(1).max(20),
  lockMs: z.number().int().min(5_000).max(3_600_000),
});
export type Watch = z.infer<typeof WATCH_SCHEMA>;

/** What an administrator decides about a flow. */
export const FLOW_SCHEMA = z.strictObject({
  name: z.string().min(1).max(80),
  description: z.string().max(500),
  steps: z.array(STEP_SCHEMA).max(10),
  /** Who may pass at all, and when. */
  allow: CONDITION_SCHEMA.optional(),
  accepted: z.array(z.enum(RISKS)).max(RISKS.length).default([]),
  watch: WATCH_SCHEMA.optional(),
  tell: z.strictObject({ granted: AUDIENCE_SCHEMA, denied: AUDIENCE_SCHEMA }).optional(),
  /** The preset it was made from. */
  preset: z.string().max(40).optional(),
});
export type FlowDraft = z.infer<typeof FLOW_SCHEMA>;
export type Flow = FlowDraft & { id: FlowId };

export interface FlowRepository {
  add(flow: Flow): Promise<void>;
  /** Throws `not_found`. Attempts that are under way keep the steps they began with. */
  update(flow: Flow): Promise<void>;
  remove(id: FlowId): Promise<void>;
  find(id: FlowId): Promise<Flow | null>;
  /** As they were added. */
  list(): Promise<Flow[]>;
}

/** How long a step waits when nothing else is said, ms. A living face: recognition and a challenge, one movement swapped. */
export const TIME_LIMITS: Record<FactorKind | 'live_face', number> = {
  password: 120_000,
  pin: 60_000,
  card: 30_000,
  face: 20_000,
  live_face: 80_000,
  email_otp: 600_000,
  sms_otp: 600_000,
  qr: 60_000,
  totp: 90_000,
  passkey: 120_000,
  fingerprint: 30_000,
};

const step = (...anyOf: FactorKind[]): FlowStep => ({ anyOf, timeLimitMs: TIME_LIMITS[anyOf[0]!] });
const liveFace: FlowStep = { anyOf: ['face'], liveness: true, timeLimitMs: TIME_LIMITS.live_face };

const flow = (id: string, name: string, description: string, ...steps: FlowStep[]): Flow => ({
  ...{ name, description, steps, accepted: [] },
  id: id as FlowId,
});

/** The flows that a new installation begins with. A face alone is not among them: it opens nothing. */
export const FIRST_FLOWS: readonly Flow[] = [
  flow(
    'password-face',
    'Password, then face',
    'The face must be that of the person who knows the password.',
    step('password'),
    step('face'),
  ),
  flow(
    'password-live-face',
    'Password, then a living face',
    'After the face is recognised the camera asks for movements, such as a turn of the head: a photograph cannot do them. Whoever cannot do one is asked for another.',
    step('password'),
    liveFace,
  ),
  flow(
    'face-password',
    'Face, then password',
    'The face is looked up among everybody enrolled; the password must be theirs.',
    step('face'),
    step('password'),
  ),
  flow(
    'live-face-password',
    'Living face, then password',
    'The face is looked up among everybody enrolled and must move as it is asked; the password must be theirs.',
    liveFace,
    step('password'),
  ),
  flow(
    'password',
    'Password only',
    'One factor: for places where a camera is out of the question, and for whoever cannot use one.',
    step('password'),
  ),
];

/** Whether a condition of it names the group: of a group that is gone, `not` would hold for everybody. */
export const namesGroup = ({ allow, steps }: FlowDraft, id: GroupId): boolean =>
  [allow, ...steps.map(({ when }) => when)].some((condition) => condition?.groups?.includes(id) === true);
