import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventStream } from './handlers.ts';

const BEAT_MS = 15_000;
/** A reader that does not read is let go before it fills the memory. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/**
 * Server-sent events until the browser goes away, or may not read them any more: that is asked before every
 * event and with every beat, so a session that ended hears nothing further.
 */
export function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  subscribe: EventStream,
  demandStillAllowed: () => Promise<unknown>,
): void {
  reply.hijack();
  const raw = reply.raw;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });

  const write = async (text: string) => {
    try {
      await demandStillAllowed();
      if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
      else raw.write(text);
    } catch {
      raw.end();
    }
  };
  raw.write(': open\n\n');
  const stop = subscribe(
    (eventName, data) => void write(`event: ${eventName}\ndata: ${JSON.stringify(data)}\n\n`),
  );
  const beat = setInterval(() => void write(': alive\n\n'), BEAT_MS);
  const end = () => {
    clearInterval(beat);
    stop();
  };
  request.raw.on('close', end);
  raw.on('close', end);
}
