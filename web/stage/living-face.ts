import { guidanceWords } from '../src/camera/guidance.ts';

/** Somebody understands, begins, goes as far, stays and comes back; and tries again when it was not seen. */
const REACTION_MS = 500;
const RISE_MS = 550;
const HOLD_MS = 450;
const AGAIN_MS = 2_600;

const MOVES = ['turn_left', 'turn_right', 'nod', 'blink', 'open_mouth'] as const;

/** The words on the page in the frame, as somebody before it reads them. */
function readPage(): string {
  const page = document.querySelector('iframe')?.contentDocument;
  return [...(page?.querySelectorAll('[role=status]') ?? [])].map((part) => part.textContent).join(' ');
}

/** How far the movement has gone after so long, 0..1. */
function amountAt(sinceMs: number): number {
  const doing = (sinceMs % AGAIN_MS) - REACTION_MS;
  const share = doing < RISE_MS + HOLD_MS ? doing / RISE_MS : 1 - (doing - RISE_MS - HOLD_MS) / RISE_MS;
  return Math.min(1, Math.max(0, share));
}

/** A face that does what the page says: chooses, for every instant, one of the pictures the build has drawn. */
export function createLivingFace(steps: Record<string, number>) {
  const pictures = new Map<string, HTMLImageElement>();
  for (const move of MOVES) {
    for (let step = 0; step <= (steps[move] ?? -1); step++) {
      const image = new Image();
      image.src = `/stage/living/${move}-${step}.jpg`;
      pictures.set(`${move}-${step}`, image);
    }
  }
  let asked: string | null = null;
  let askedAt = 0;
  return {
    /** Null while there is nothing to do, or its picture is not there yet. */
    picture(now: number): HTMLImageElement | null {
      const words = readPage();
      const further = asked !== null && words.includes(guidanceWords('turn_further'));
      const read = further ? asked : (MOVES.find((move) => words.includes(guidanceWords(move))) ?? null);
      if (read !== asked) [asked, askedAt] = [read, now];
      if (asked === null) return null;
      const image = pictures.get(`${asked}-${Math.round(amountAt(now - askedAt) * (steps[asked] ?? 0))}`);
      return image?.complete ? image : null;
    },
  };
}
