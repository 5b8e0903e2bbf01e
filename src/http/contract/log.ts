import { z } from 'zod';
import { CHANNEL_KINDS } from '../../alerts/index.ts';
import { id, idParams, instant, named, PersonRef } from './common.ts';
import { route } from './route.ts';

const EventView = named(
  'Event',
  z.object({
    seq: z.number().int(),
    at: instant,
    type: z.string(),
    /** `alert` wants eyes, `refusal` is somebody refused, `grant` somebody let in, `change` administration, `system` the rest. */
    tone: z.enum(['alert', 'refusal', 'grant', 'change', 'system']),
    sentence: z.string().describe('What happened, in words'),
    person: PersonRef.nullable(),
    actor: PersonRef.nullable(),
    accessPoint: z.object({ id: z.string(), name: z.string(), place: z.string() }).nullable(),
    attemptId: z.string().nullable(),
    ipAddress: z.string().nullable(),
    snapshotId: z.string().nullable(),
    facts: z.record(z.string(), z.unknown()),
  }),
);

const DeliveryView = named(
  'Delivery',
  z.object({
    id: z.string(),
    channel: z.enum(CHANNEL_KINDS),
    state: z.enum(['waiting', 'delivered', 'rejected']),
    recipient: PersonRef.nullable().describe('Null when the person was erased'),
    createdAt: instant,
    dueAt: instant,
    endedAt: instant.nullable(),
    tries: z.number().int(),
    history: z.array(
      z.object({ at: instant, outcome: z.enum(['delivered', 'retry', 'rejected']), response: z.string() }),
    ),
    event: EventView.nullable(),
  }),
);

const page = { limit: z.coerce.number().int().min(1).max(200).default(50) };

export const logContract = {
  getOverview: route({
    method: 'GET',
    url: '/api/overview',
    permission: 'log.read',
    tag: 'Log',
    summary: 'How things stand now',
    status: 200,
    answer: named(
      'Overview',
      z.object({
        people: z.number().int(),
        peopleWithFace: z.number().int(),
        mailConfigured: z.boolean(),
        alerts: z.object({
          waiting: z.number().int(),
          rejected: z.number().int(),
          receivers: z.number().int(),
        }),
        lastDay: z
          .array(z.object({ from: instant, granted: z.number().int(), denied: z.number().int() }))
          .describe('24 hours, oldest first'),
        engine: z.object({ queued: z.number(), analysed: z.number(), refused: z.number() }),
        events: z.number().int(),
      }),
    ),
  }),
  listEvents: route({
    method: 'GET',
    url: '/api/events',
    permission: 'log.read',
    tag: 'Log',
    summary: 'The log, newest first',
    query: z.strictObject({
      ...page,
      beforeSeq: z.coerce.number().int().optional(),
      tone: z.enum(['alert', 'refusal', 'grant', 'change', 'system']).optional(),
      personId: id.optional(),
      accessPointId: id.optional(),
    }),
    status: 200,
    answer: z.object({ events: z.array(EventView), nextBeforeSeq: z.number().nullable() }),
  }),
  getAttemptDetails: route({
    method: 'GET',
    url: '/api/attempts/:id',
    permission: 'log.read',
    tag: 'Log',
    summary: 'Every event of one attempt, oldest first, and the alerts it caused',
    params: idParams,
    status: 200,
    answer: z.object({
      events: z.array(EventView),
      deliveries: z.array(DeliveryView),
      flow: z.string().nullable(),
      trace: z
        .array(z.object({ step: z.number().int(), sentence: z.string(), at: instant }))
        .describe('Why it went as it went, line by line'),
    }),
  }),
  getSnapshot: route({
    method: 'GET',
    url: '/api/snapshots/:id',
    permission: 'snapshots.read',
    tag: 'Log',
    summary: 'The photograph taken with an event',
    params: idParams,
    status: 200,
    answer: 'jpeg',
  }),
  streamNews: route({
    method: 'GET',
    url: '/api/news',
    permission: 'log.read',
    tag: 'Log',
    summary: 'Server-sent events: one `event` message per new log entry (an Event)',
    status: 200,
    answer: 'events',
  }),
  listDeliveries: route({
    method: 'GET',
    url: '/api/deliveries',
    permission: 'deliveries.read',
    tag: 'Deliveries',
    summary: 'Every message that was or must be sent, newest first',
    query: z.strictObject({
      ...page,
      beforeAt: z.coerce.number().int().optional(),
      state: z.enum(['waiting', 'delivered', 'rejected']).optional(),
    }),
    status: 200,
    answer: z.object({ deliveries: z.array(DeliveryView), nextBeforeAt: z.number().nullable() }),
  }),
  retryDelivery: route({
    method: 'POST',
    url: '/api/deliveries/:id/retry',
    permission: 'deliveries.retry',
    tag: 'Deliveries',
    summary: 'Tries a waiting or rejected message again now',
    params: idParams,
    status: 204,
    answer: 'none',
  }),
};
