/** Enrol 3–5 samples: their mean is better than the nearest of them (VISION, “A pipeline that works”). */
export const SAMPLES = { least: 3, wanted: 5 } as const;
