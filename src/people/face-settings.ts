import type { SettingsSection } from './kept-settings.ts';

/** How often a stranger may be taken for somebody: one in a thousand, ten thousand, a hundred thousand. */
export const FALSE_MATCH_RATES = [1e-3, 1e-4, 1e-5] as const;
export type TargetRate = (typeof FALSE_MATCH_RATES)[number];

export interface FaceSettings {
  falseMatchRate: TargetRate;
  /** Whether sightings that another factor confirmed refine what a person is compared with. */
  learnFromSightings: boolean;
}

/** FMR ≤ 1:10 000 where a face counts as a factor (CONVENTIONS, “Numbers”). */
const DEFAULT: FaceSettings = { falseMatchRate: 1e-4, learnFromSightings: true };

export const FACE_SETTINGS: SettingsSection<FaceSettings> = {
  name: 'face',
  read(stored) {
    const { falseMatchRate, learnFromSightings } = (stored ?? {}) as Partial<FaceSettings>;
    return {
      falseMatchRate: FALSE_MATCH_RATES.find((rate) => rate === falseMatchRate) ?? DEFAULT.falseMatchRate,
      learnFromSightings:
        typeof learnFromSightings === 'boolean' ? learnFromSightings : DEFAULT.learnFromSightings,
    };
  },
};
