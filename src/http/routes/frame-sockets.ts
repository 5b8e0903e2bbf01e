import type { WebSocket } from '@fastify/websocket';
import { z } from 'zod';
import { type FrameSight, type Guidance, judgeFrame } from '../../access/index.ts';
import { type AttemptId, ERRORS, type PersonId, SallyportError } from '../../kernel/index.ts';
import { SAMPLES } from '../../people/index.ts';
import { actorOf, by, demandRightToGive } from '../caller.ts';
import type { Caller, SocketHandlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook, viewAttempt } from '../views.ts';
import { refusalError } from './people-routes.ts';

/** Between two samples the head should have moved a little. */
const SAMPLE_GAP_MS = 700;
const CHECK_MS = 2000;
/** Answers, and the pongs to pings: whoever sends and never reads is let go before they fill the memory. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** The one text message there is: “I cannot do this movement”. */
const SocketText = z.literal('swap');

type Box = FrameSight['faces'][number]['box'];

const guide = (guidance: Guidance, progress01: number, box: Box | null = null) => ({
  type: 'guidance' as const,
  ...{ guidance, progress01, box },
});

export function frameSockets(services: HttpServices): SocketHandlers {
  const { store, ledger, access, enrolment, frameEyes, frameTurns, news, clock, roles } = services;

  /** One camera per attempt: a second socket ends the first. */
  const watched = new Map<AttemptId, WebSocket>();

  return {
    async showFrames({ caller }, socket) {
      const id = caller.attempt!.id;
      const current = async () => {
        const attempt = await store.attempts.find(id);
        if (!attempt) throw new SallyportError('attempt_over');
        return attempt;
      };
      const finish = async () => {
        send(socket, { type: 'attempt', attempt: await viewAttempt(await current(), createNameBook(store)) });
        socket.close(1000);
      };
      const stop = news.subscribe(({ type, attemptId }) => {
        if (attemptId === id && (type === 'attempt.denied' || type === 'attempt.granted'))
          void finish().catch(() => socket.close(1011));
      });
      watched.get(id)?.close(1000);
      watched.set(id, socket);
      // Also ends a socket whose attempt was given up without a word, and one that never sends a frame.
      const check = setInterval(() => {
        current()
          .then(({ status }) => (status === 'open' ? undefined : finish()))
          .catch(() => socket.close(1000));
      }, CHECK_MS);
      socket.on('close', () => {
        stop();
        clearInterval(check);
        if (watched.get(id) === socket) watched.delete(id);
      });
      // Before anything is waited for: a frame that comes meanwhile would be answered by nobody.
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        if (isBinary) return;
        if (SocketText.safeParse(String(data)).success) access.swapMovement(caller.attempt!);
        else send(socket, { type: 'error', code: 'bad_input', message: ERRORS.bad_input[1] });
      });
      /** Null when nobody waits for an answer any more, or the attempt ended while the frame waited. */
      const showInTurn = (jpeg: Uint8Array) =>
        frameTurns(caller.ipAddress, async () => {
          if (socket.readyState !== socket.OPEN) return null;
          const attempt = await current();
          return attempt.status === 'open' ? access.showFrame(attempt, jpeg) : finish().then(() => null);
        });
      onFrame(socket, async (jpeg) => {
        const seen = await showInTurn(jpeg);
        if (!seen) return;
        if (seen.kind === 'guidance') return send(socket, guide(seen.guidance, seen.progress01, seen.box));
        if (seen.kind === 'refused') return send(socket, refused(seen.refusal));
        if (seen.attempt.status === 'open') {
          send(socket, { type: 'attempt', attempt: await viewAttempt(seen.attempt, createNameBook(store)) });
        }
      });
      if ((await current()).status !== 'open') await finish();
    },

    async captureFaceSamples({ params, askAgain }, socket) {
      const personId = params.id as PersonId;
      /** Asked with every frame: a session that ended, or a person who was given more rights since, stops it. */
      const demandRight = async () => {
        const [caller, person] = [await askAgain(), await store.people.find(personId)];
        if (!person) throw new SallyportError('not_found');
        await demandRightToGive(roles, caller, person.roles);
        return caller;
      };
      let samples = 0;
      let takenAt = 0;
      const ready = demandRight().then(async () => {
        samples = (await store.faceSamples.counts()).get(personId) ?? 0;
      });
      const progress01 = () => samples / SAMPLES.wanted;

      let seen: Caller | null = null;
      let told = false;
      // Somebody stood before the camera, and left without being registered.
      socket.on('close', () => {
        if (!seen || told || samples >= SAMPLES.least) return;
        const failed = { type: 'person.enrolment_failed' as const, facts: { why: 'aborted' } };
        void ledger
          .transaction((tx) => tx.record([{ ...failed, personId, ...by(seen!) }]))
          .catch(() => undefined);
      });

      // Listens before anything is waited for: a frame that comes meanwhile would be answered by nobody.
      onFrame(socket, async (jpeg) => {
        await ready;
        if (samples >= SAMPLES.wanted) return done(socket);
        const caller = await demandRight();
        seen = caller;
        const sight = await frameEyes.look(jpeg);
        if (!sight.ok) return send(socket, refused(sight.refusal));
        const { guidance, usable } = judgeFrame(sight.value);
        const box = sight.value.faces[0]?.box ?? null;
        if (!usable) return send(socket, guide(guidance, progress01(), box));
        if (clock.now() - takenAt < SAMPLE_GAP_MS)
          return send(socket, guide('turn_a_little', progress01(), box));
        const taken = await enrolment.addSample(personId, jpeg, actorOf(caller));
        if (!taken.ok) {
          if (taken.refusal.kind === 'face' && taken.refusal.faults.includes('not_same_person')) {
            told = true;
            throw refusalError(taken.refusal);
          }
          return send(socket, guide('hold_still', progress01(), box));
        }
        takenAt = clock.now();
        samples = taken.value.samples;
        const resembles = await Promise.all(
          taken.value.resembles.map(async (id) => ({
            id,
            displayName: (await store.people.find(id))?.displayName ?? '',
          })),
        );
        send(socket, { type: 'sample', samples, wanted: SAMPLES.wanted, resembles });
        if (samples >= SAMPLES.wanted) done(socket);
      });
      await ready;
    },
  };
}

function done(socket: WebSocket): void {
  send(socket, { type: 'done' });
  socket.close(1000);
}

const refused = (refusal: string) =>
  refusal === 'busy'
    ? guide('checking', 0)
    : { type: 'error' as const, code: 'image_refused', message: 'This frame cannot be read.', refusal };

function send(socket: WebSocket, message: object): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  letGoUnread(socket);
}

function letGoUnread(socket: WebSocket): void {
  if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate();
}

/** One frame at a time: a frame that comes while the last one is looked at is dropped. */
function onFrame(socket: WebSocket, look: (jpeg: Uint8Array) => Promise<void>): void {
  let busy = false;
  socket.on('ping', () => letGoUnread(socket));
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // A socket that was told to close may go on sending for half a minute.
    if (busy || !isBinary || socket.readyState !== socket.OPEN) return;
    busy = true;
    look(data)
      .catch((error: unknown) => {
        const known = error instanceof SallyportError ? error : new SallyportError('internal');
        // As over HTTP: what only the operator can act on is not told to whoever stands here.
        const message = known.status >= 500 ? ERRORS[known.code][1] : known.message;
        send(socket, { type: 'error', code: known.code, message });
        socket.close(1011);
      })
      .finally(() => {
        busy = false;
      });
  });
}
