import { z } from 'zod';
import { CARD_SCHEMES, LEAST_CONFIDENCE } from '../../access/index.ts';
import { FACTOR_KINDS } from '../../kernel/index.ts';
import { id, idParams, instant, line, named } from './common.ts';
import { cardNotation, cardText, pin, slot } from './credentials.ts';
import { route } from './route.ts';

const confidence = z.number().min(0).max(65_535);

const ReaderView = named(
  'Reader',
  z.object({
    id: z.string(),
    name: z.string(),
    accessPoint: z.object({ id: z.string(), name: z.string() }),
    leastConfidence: z.number(),
    createdAt: instant,
  }),
);

const NewReader = z.strictObject({
  name: line(80),
  accessPointId: id,
  leastConfidence: z.number().int().min(1).max(65_535).default(LEAST_CONFIDENCE),
});

const ReportBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pin'), pin }),
  z.strictObject({ kind: z.literal('card'), uid: cardText, scheme: cardNotation }),
  z.strictObject({
    kind: z.literal('fingerprint'),
    slot: slot.nullable().describe('Null for a finger that the reader does not know'),
    confidence: confidence.default(0),
  }),
]);

const UnknownCard = z.object({
  uid: z.string(),
  scheme: z.string().nullable(),
  at: instant,
  card: z
    .object({ scheme: z.enum(CARD_SCHEMES), uid: z.string() })
    .nullable()
    .describe('Null when the number could be that of several cards'),
  refusal: z.string().nullable().describe('Why it cannot be given to anybody, in a sentence'),
});

export const readersContract = {
  listReaders: route({
    method: 'GET',
    url: '/api/readers',
    permission: 'access_points.read',
    tag: 'Readers',
    summary: 'Keypads, card readers and finger readers that report by themselves',
    status: 200,
    answer: z.object({ readers: z.array(ReaderView) }),
  }),
  addReader: route({
    method: 'POST',
    url: '/api/readers',
    permission: 'access_points.write',
    fresh: true,
    tag: 'Readers',
    summary: 'Adds a reader to a kiosk; its key is answered this once and never again',
    body: NewReader,
    status: 201,
    answer: z.object({ reader: ReaderView, key: z.string() }),
  }),
  removeReader: route({
    method: 'DELETE',
    url: '/api/readers/:id',
    permission: 'access_points.write',
    fresh: true,
    tag: 'Readers',
    summary: 'Removes a reader: its key opens nothing any more, and fingers it knows are no match',
    params: idParams,
    status: 204,
    answer: 'none',
  }),
  getUnknownCard: route({
    method: 'GET',
    url: '/api/readers/:id/unknown-card',
    permission: 'people.write',
    tag: 'Readers',
    summary: 'The last card shown at this reader that nobody has; forgotten after a minute',
    params: idParams,
    status: 200,
    answer: z.object({ unknown: UnknownCard.nullable() }),
  }),
  reportReading: route({
    method: 'POST',
    url: '/api/readers/report',
    permission: 'reader',
    tag: 'Readers',
    summary:
      'What a reader read, with its key as “Authorization: Bearer KEY”. Takes the attempt at its access point forward that it began itself, or a paired screen, or one of this machine or of the networks that the flow names; or begins one',
    body: ReportBody,
    status: 200,
    answer: named(
      'ReaderAnswer',
      z.object({
        result: z.enum(['granted', 'denied', 'next']),
        next: z.array(z.enum(FACTOR_KINDS)).describe('What is asked for now, when more is'),
        message: z.string(),
        retryAfterMs: z.number().nullable().describe('How long nothing is checked, when throttled'),
      }),
    ),
  }),
};
