import type { RecordEvents } from '../evidence/index.ts';
import type { Actor } from './actor.ts';

/** How often a stranger may be taken for somebody: one in a thousand, ten thousand, a hundred thousand. */
export const FALSE_MATCH_RATES = [1e-3, 1e-4, 1e-5] as const;
export type TargetRate = (typeof FALSE_MATCH_RATES)[number];

/** Kept under the settings name `face`. */
export interface FaceSettings {
  falseMatchRate: TargetRate;
  /** Whether sightings that another factor confirmed refine what a person is compared with. */
  learnFromSightings: boolean;
}

const NAME = 'face';
/** FMR ≤ 1:10 000 where a face counts as a factor (CONVENTIONS, “Numbers”). */
const DEFAULT: FaceSettings = { falseMatchRate: 1e-4, learnFromSightings: true };

interface SettingsReader {
  get(name: string): Promise<unknown>;
}

interface FaceSettingsTransaction {
  settings: SettingsReader & { put(name: string, value: unknown): Promise<void> };
  record: RecordEvents;
}

export interface FaceSettingsSource {
  /** Read once, then from memory. */
  current(): Promise<FaceSettings>;
  /** They were changed: the next question reads them anew. */
  refresh(): void;
  save(settings: FaceSettings, actor: Actor): Promise<void>;
}

/** As they are kept now: for whoever asks once. */
export const readFaceSettings = async (settings: SettingsReader): Promise<FaceSettings> =>
  understood(await settings.get(NAME));

export function createFaceSettings(
  ledger: { transaction<T>(work: (tx: FaceSettingsTransaction) => Promise<T>): Promise<T> },
  settings: SettingsReader,
): FaceSettingsSource {
  let known: Promise<FaceSettings> | null = null;

  function current(): Promise<FaceSettings> {
    if (known) return known;
    const reading = readFaceSettings(settings);
    known = reading;
    // What could not be read is asked for again, and is nobody's answer until then.
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
      await ledger.transaction(async (tx) => {
        const before = await readFaceSettings(tx.settings);
        const names = Object.keys(DEFAULT) as (keyof FaceSettings)[];
        const fields = names.filter((name) => before[name] !== wanted[name]);
        if (fields.length === 0) return;
        await tx.settings.put(NAME, wanted);
        await tx.record([{ type: 'settings.changed', facts: { section: NAME, fields }, actorId, ipAddress }]);
      });
      known = null;
    },
  };
}

/** What is missing or not understood is as it is by default. */
function understood(stored: unknown): FaceSettings {
  const { falseMatchRate, learnFromSightings } = (stored ?? {}) as Partial<FaceSettings>;
  return {
    falseMatchRate: FALSE_MATCH_RATES.find((rate) => rate === falseMatchRate) ?? DEFAULT.falseMatchRate,
    learnFromSightings:
      typeof learnFromSightings === 'boolean' ? learnFromSightings : DEFAULT.learnFromSightings,
  };
}
