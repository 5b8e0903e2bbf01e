import type { RecordEvents } from '../evidence/index.ts';
import type { Actor } from './actor.ts';

/** One section of the site's settings, kept as one value under its name. */
export interface SettingsSection<Value extends object, Empty = never> {
  name: string;
  /** What is missing or not understood is as it is by default. */
  read(stored: unknown): Value | Empty;
  /** Throws `bad_input` for what is not to be kept. */
  demand?(wanted: Value): void;
  /** Of these the log tells only that they changed. */
  untold?: readonly (keyof Value & string)[];
}

interface SettingsReader {
  get(name: string): Promise<unknown>;
}

interface SettingsWriter extends SettingsReader {
  put(name: string, value: unknown): Promise<void>;
}

/** The facts of `settings.changed`. */
export interface SettingsChange {
  section: string;
  fields: string[];
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** As they are kept now: for whoever asks once. */
export const readSection = async <Value extends object, Empty>(
  { name, read }: SettingsSection<Value, Empty>,
  settings: SettingsReader,
): Promise<Value | Empty> => read(await settings.get(name));

/** Keeps what is wanted; answers what to write down of it in the same transaction, null when nothing is different. */
export async function changeSection<Value extends object, Empty>(
  section: SettingsSection<Value, Empty>,
  settings: SettingsWriter,
  wanted: Value,
): Promise<SettingsChange | null> {
  section.demand?.(wanted);
  const before = (await readSection(section, settings)) as Partial<Value> | null;
  const fields = (Object.keys(wanted) as (keyof Value & string)[]).filter(
    (field) => before?.[field] !== wanted[field],
  );
  if (fields.length === 0) return null;
  await settings.put(section.name, wanted);
  const told = fields.filter((field) => !section.untold?.includes(field));
  const of = (one: Partial<Value> | null) =>
    Object.fromEntries(told.map((field) => [field, one?.[field] ?? null]));
  const values = told.length > 0 ? { before: of(before), after: of(wanted) } : {};
  return { section: section.name, fields, ...values };
}

interface SettingsTransaction {
  settings: SettingsWriter;
  record: RecordEvents;
}

/** The same, with its event; to be called in the transaction of whoever changes it. */
export async function saveSection<Value extends object, Empty>(
  section: SettingsSection<Value, Empty>,
  { settings, record }: SettingsTransaction,
  wanted: Value,
  { id: actorId, ipAddress }: Actor,
): Promise<void> {
  const facts = await changeSection(section, settings, wanted);
  if (facts) await record([{ type: 'settings.changed', facts, actorId, ipAddress }]);
}

export interface KeptSettings<Value> {
  /** Read once, then from memory. */
  current(): Promise<Value>;
  /** They were changed: the next question reads them anew. */
  refresh(): void;
  save(wanted: Value, actor: Actor): Promise<void>;
}

/** A section that is asked for at every turn. */
export function createKeptSettings<Value extends object>(
  section: SettingsSection<Value>,
  ledger: { transaction<T>(work: (tx: SettingsTransaction) => Promise<T>): Promise<T> },
  settings: SettingsReader,
): KeptSettings<Value> {
  let known: Promise<Value> | null = null;

  function current(): Promise<Value> {
    if (known) return known;
    const reading = readSection(section, settings);
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
    async save(wanted, actor) {
      await ledger.transaction((tx) => saveSection(section, tx, wanted, actor));
      known = null;
    },
  };
}
