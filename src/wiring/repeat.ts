import type { Logger } from '../kernel/index.ts';

/** Does the work again and again, never twice at once. A failure is logged and the next turn comes. */
export function repeat(
  everyMs: number,
  logger: Logger,
  work: () => Promise<unknown>,
): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch((error: unknown) => logger.error({ err: error }, 'a regular task failed; it is tried again'))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
