type Ask = () => Promise<boolean>;

let ask: Ask | null = null;
let asking: Promise<boolean> | null = null;

/** The dialog that asks; null takes it away. */
export function answerIdentityWith(dialog: Ask | null): void {
  ask = dialog;
}

/** Asks once, however many requests wait for it. False when nobody answers, or the dialog was closed. */
export function confirmIdentity(): Promise<boolean> {
  if (!ask) return Promise.resolve(false);
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}
