import { type AccessPointId, type Clock, type ReaderId, SallyportError } from '../kernel/index.ts';
import type { Access } from './access.ts';
import type { AttemptAnswer } from './access-options.ts';
import type { AccessPoint } from './access-point.ts';
import type { Attempt } from './attempt.ts';
import { readCardLookup } from './card-number.ts';
import type { CredentialRepository } from './credential.ts';
import type { FactorInput } from './factor-input.ts';
import type { Reader } from './reader.ts';
import type { AccessPointRepository, AttemptRepository } from './repositories.ts';
import { isThisMachine } from './screen.ts';

/** What a reader can say. A finger in no slot (null) is one that the reader does not know. */
export type ReaderReport =
  | { kind: 'pin'; pin: string }
  | { kind: 'card'; uid: string; scheme?: string | undefined }
  | { kind: 'fingerprint'; slot: number | null; confidence: number };

export interface UnknownCard {
  uid: string;
  scheme: string | undefined;
  at: number;
}

export interface ReaderReportsOptions {
  access: Pick<Access, 'begin' | 'show' | 'cancel'>;
  attempts: Pick<AttemptRepository, 'listOpenAt'>;
  accessPoints: Pick<AccessPointRepository, 'find'>;
  credentials: Pick<CredentialRepository, 'findByLookup'>;
  clock: Clock;
}

export interface ReaderReports {
  /**
   * Takes the attempt forward that waits for it at the reader's access point, if it began at that place, or begins one.
   * Throws `wrong_step` where
   * nothing waits for it and no flow begins with it.
   */
  report(reader: Reader, report: ReaderReport, ipAddress: string): Promise<AttemptAnswer>;
  /** The last card nobody has, for a minute: so that it can be given to somebody. */
  unknownCard(id: ReaderId): UnknownCard | null;
}

const REMEMBER_CARD_MS = 60_000;

export function createReaderReports(options: ReaderReportsOptions): ReaderReports {
  const { access, attempts, accessPoints, credentials, clock } = options;
  const turns = new Map<AccessPointId, Promise<unknown>>();
  const unknownCards = new Map<ReaderId, UnknownCard>();

  /** One report at a time per access point: two readers of one door see each other's step. */
  function inTurn<T>(id: AccessPointId, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(work);
    const over = turn.catch(() => undefined).finally(() => turns.get(id) === over && turns.delete(id));
    turns.set(id, over);
    return turn;
  }

  async function noticeCard(reader: Reader, report: ReaderReport): Promise<void> {
    if (report.kind !== 'card') return;
    const { uid, scheme } = report;
    const lookup = readCardLookup(report);
    const known = lookup !== null && (await credentials.findByLookup('card', lookup)) !== null;
    if (!known) unknownCards.set(reader.id, { uid, scheme, at: clock.now() });
  }

  async function attemptFor(
    reader: Reader,
    point: AccessPoint,
    input: FactorInput,
    ipAddress: string,
  ): Promise<Attempt> {
    const open = await attempts.listOpenAt(point.id, clock.now());
    const waiting = pick(open.filter((one) => takes(one, input) && standsThere(one, ipAddress)));
    if (waiting) return waiting;
    const { attempt } = await access.begin(point, { ipAddress, reader });
    if (attempt.status !== 'open' || takes(attempt, input)) return attempt;
    await access.cancel(attempt);
    throw new SallyportError('wrong_step');
  }

  return {
    report: (reader, report, ipAddress) =>
      inTurn(reader.accessPointId, async () => {
        const point = await accessPoints.find(reader.accessPointId);
        if (!point) throw new SallyportError('not_found');
        await noticeCard(reader, report);
        const input = inputOf(reader, report);
        const attempt = await attemptFor(reader, point, input, ipAddress);
        return attempt.status === 'open'
          ? access.show(attempt, input)
          : { attempt, retryAfterMs: 0, locked: false };
      }),

    unknownCard(id) {
      const card = unknownCards.get(id);
      if (card && clock.now() - card.at < REMEMBER_CARD_MS) return card;
      unknownCards.delete(id);
      return null;
    },
  };
}

const takes = ({ steps, stepIndex }: Attempt, { factor }: FactorInput) =>
  steps[stepIndex]?.anyOf.includes(factor) === true;

/**
 * Where any browser may be the screen, anybody can open a door's page from afar and wait for somebody's card. So what a
 * reader reports takes only an attempt forward that itself began, or a screen that is paired or of this machine, or one
 * in a network from which alone the flow lets people pass.
 */
const standsThere = ({ ipAddress, screenId, allow }: Attempt, reader: string): boolean =>
  ipAddress === reader ||
  screenId !== null ||
  isThisMachine(ipAddress) ||
  (allow?.networks !== undefined && allow.not !== true);

/** The latest, of paired screens where these wait; but where several screens wait, nobody can say which is meant. */
function pick(waiting: Attempt[]): Attempt | null {
  const paired = waiting.filter(({ screenId }) => screenId !== null);
  const meant = paired.length > 0 ? paired : waiting;
  const placeOf = ({ screenId, ipAddress }: Attempt) => screenId ?? ipAddress;
  return meant.every((one) => placeOf(one) === placeOf(meant[0]!)) ? (meant[0] ?? null) : null;
}

function inputOf(reader: Reader, report: ReaderReport): FactorInput {
  if (report.kind === 'pin') return { factor: 'pin', pin: report.pin };
  if (report.kind === 'card') return { factor: 'card', uid: report.uid, scheme: report.scheme };
  const { slot, confidence } = report;
  return {
    factor: 'fingerprint',
    reader: reader.id,
    slot: slot ?? -1,
    confidence: slot === null ? 0 : confidence,
  };
}
