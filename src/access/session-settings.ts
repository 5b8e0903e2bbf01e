import type { RecordEvents } from '../evidence/index.ts';
import { SallyportError } from '../kernel/index.ts';
import type { Actor } from '../people/index.ts';

/** Kept under the settings name `sessions`. */
export interface SessionSettings {
  /** A session not used for this long ends. */
  idleMinutes: number;
  /** However much it is used, it ends after this long. */
  absoluteHours: number;
}

/** Shorter signs people out while they read; longer is no limit any more. */
export const SESSION_BOUNDS = {
  idleMinutes: { least: 5, most: 24 * 60 },
  absoluteHours: { least: 1, most: 7 * 24 },
} as const;

const NAME = 'sessions';
const DEFAULT: SessionSettings = { idleMinutes: 30, absoluteHours: 12 };
const FIELDS = Object.keys(DEFAULT) as (keyof SessionSettings)[];

interface SettingsReader {
  get(name: string): Promise<unknown>;
}

interface SessionSettingsTransaction {
  settings: SettingsReader & { put(name: string, value: unknown): Promise<void> };
  record: RecordEvents;
}

export interface SessionSettingsSource {
  /** Read once, then from memory. */
  current(): Promise<SessionSettings>;
  /** They were changed: the next question reads them anew. */
  refresh(): void;
  /** Throws `bad_input` outside of the bounds, and for an idle time longer than the whole. */
  save(settings: SessionSettings, actor: Actor): Promise<void>;
}

export function createSessionSettings(
  ledger: { transaction<T>(work: (tx: SessionSettingsTransaction) => Promise<T>): Promise<T> },
  settings: SettingsReader,
): SessionSettingsSource {
  let known: Promise<SessionSettings> | null = null;

  function current(): Promise<SessionSettings> {
    if (known) return known;
    const reading = settings.get(NAME).then(readSessionSettings);
    known = reading;
    reading.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  }

  return {
    current,
    refresh() {
      known = null;
    },
    async save(wanted, { id: actorId, ipAddress }) {
      refuseBeyondBounds(wanted);
      await ledger.transaction(async (tx) => {
        const before = readSessionSettings(await tx.settings.get(NAME));
        const fields = FIELDS.filter((field) => before[field] !== wanted[field]);
        if (fields.length === 0) return;
        await tx.settings.put(NAME, wanted);
        const of = (one: SessionSettings) => Object.fromEntries(fields.map((field) => [field, one[field]]));
        const facts = { section: NAME, fields, before: of(before), after: of(wanted) };
        await tx.record([{ type: 'settings.changed', facts, actorId, ipAddress }]);
      });
      known = null;
    },
  };
}

const within = (field: keyof SessionSettings, value: unknown): value is number =>
  Number.isInteger(value) &&
  (value as number) >= SESSION_BOUNDS[field].least &&
  (value as number) <= SESSION_BOUNDS[field].most;

function refuseBeyondBounds(wanted: SessionSettings): void {
  const { idleMinutes, absoluteHours } = wanted;
  if (FIELDS.every((field) => within(field, wanted[field])) && idleMinutes <= absoluteHours * 60) return;
  const [idle, whole] = [SESSION_BOUNDS.idleMinutes, SESSION_BOUNDS.absoluteHours];
  throw new SallyportError('bad_input', {
    sentence: `A session may be idle for ${idle.least} to ${idle.most} minutes, may last ${whole.least} to ${whole.most} hours, and not be idle for longer than it lasts.`,
  });
}

/** What is missing or out of bounds is as it is by default: no mistake makes a session endless. */
function readSessionSettings(stored: unknown): SessionSettings {
  const given = (stored ?? {}) as Partial<SessionSettings>;
  const read = (field: keyof SessionSettings) =>
    within(field, given[field]) ? given[field] : DEFAULT[field];
  return { idleMinutes: read('idleMinutes'), absoluteHours: read('absoluteHours') };
}
