/** A sleep that ends early when somebody calls. A call while nobody sleeps ends the next sleep at once: none is lost. */
export function createWakeableSleep(): { wait(ms: number): Promise<void>; wake(): void } {
  let called = false;
  let wakeUp: (() => void) | null = null;
  return {
    wait(ms) {
      if (called || ms <= 0) {
        called = false;
        return new Promise((resolve) => setImmediate(resolve));
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => wakeUp?.(), ms);
        wakeUp = () => {
          clearTimeout(timer);
          wakeUp = null;
          called = false;
          resolve();
        };
      });
    },
    wake() {
      if (wakeUp) wakeUp();
      else called = true;
    },
  };
}
