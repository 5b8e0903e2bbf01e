const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 120;
const BEGINNINGS = ['Touch to begin', 'Try again'];

/** Walks up to the page in the frame as a visitor would: touches, types, continues. False when there was no form. */
export async function typePassword(
  frame: HTMLIFrameElement,
  userName: string,
  password: string,
): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const page = frame.contentDocument;
    const name = page?.querySelector<HTMLInputElement>('input[autocomplete="username"]');
    const secret = page?.querySelector<HTMLInputElement>('input[autocomplete="current-password"]');
    if (name?.form && secret) {
      type(name, userName);
      type(secret, password);
      await pause(350);
      name.form.requestSubmit();
      return true;
    }
    findButton(page)?.click();
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

function findButton(page: Document | null): HTMLButtonElement | undefined {
  return [...(page?.querySelectorAll('button') ?? [])].find((button) =>
    BEGINNINGS.includes(button.textContent?.trim() ?? ''),
  );
}

/** Through the element's own setter, so that React hears of it. */
function type(input: HTMLInputElement, value: string): void {
  const prototype = Object.getPrototypeOf(input) as HTMLInputElement;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
