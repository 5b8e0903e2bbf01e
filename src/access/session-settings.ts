import { SallyportError } from '../kernel/index.ts';
import type { SettingsSection } from '../people/index.ts';

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

const DEFAULT: SessionSettings = { idleMinutes: 30, absoluteHours: 12 };
const FIELDS = Object.keys(DEFAULT) as (keyof SessionSettings)[];

/** What is missing or out of bounds is as it is by default: no mistake makes a session endless. */
export const SESSION_SETTINGS: SettingsSection<SessionSettings> = {
  name: 'sessions',
  read(stored) {
    const given = (stored ?? {}) as Partial<SessionSettings>;
    const field = (name: keyof SessionSettings) => (within(name, given[name]) ? given[name] : DEFAULT[name]);
    return { idleMinutes: field('idleMinutes'), absoluteHours: field('absoluteHours') };
  },
  /** Also an idle time longer than the whole is refused. */
  demand(wanted) {
    const { idleMinutes, absoluteHours } = wanted;
    if (FIELDS.every((field) => within(field, wanted[field])) && idleMinutes <= absoluteHours * 60) return;
    const [idle, whole] = [SESSION_BOUNDS.idleMinutes, SESSION_BOUNDS.absoluteHours];
    throw new SallyportError('bad_input', {
      sentence: `A session may be idle for ${idle.least} to ${idle.most} minutes, may last ${whole.least} to ${whole.most} hours, and not be idle for longer than it lasts.`,
    });
  },
};

const within = (field: keyof SessionSettings, value: unknown): value is number =>
  Number.isInteger(value) &&
  (value as number) >= SESSION_BOUNDS[field].least &&
  (value as number) <= SESSION_BOUNDS[field].most;
