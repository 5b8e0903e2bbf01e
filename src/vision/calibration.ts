/**
 * Distances of built-in templates (full variant) and what they cost, measured by
 * `npm run bench:faces -- --faces DIR --calibrate`; written by it, not by hand. docs/reference/face-rates.md explains it.
 *
 * Method: all pairs of photographs (`single`), and means of three consecutive photographs of a person against
 * every other photograph (`meanOf3`). `distance` is the largest within which at most `fmr` of the impostor
 * comparisons lie, `fnmr` the share of genuine ones beyond it, missed faces included. The intervals are 95 %,
 * by drawing people with replacement 400 times. `extrapolated`: fewer than 5 comparisons would lie within, so
 * the line through the two rates before is drawn on; nothing at that rate is claimed.
 *
 * `shipped` takes the stricter of what was measured for means of three and of the distances in use before,
 * because the sets are small and strangers who look alike are missing from them. `refused` is the share of genuine
 * comparisons with means of three that lie beyond the shipped distance. Indicative: in sample.
 */
export const CALIBRATION = {
  templates: 'dlib128+faceres1024/1',
  people: 54,
  enrolled: 3,
  sets: [
    { name: 'orl', people: 40, images: 400 },
    { name: 'public', people: 6, images: 15 },
    { name: 'tv', people: 8, images: 40 },
  ],
  single: {
    genuine: 1894,
    impostor: 101391,
    rows: [
      {
        fmr: 0.01,
        distance: 0.15394,
        interval: [0.14767, 0.1608],
        impostorWithin: 1012,
        fnmr: 0.0037,
        fnmrInterval: [0.00049, 0.00836],
        extrapolated: false,
      },
      {
        fmr: 0.001,
        distance: 0.13355,
        interval: [0.12504, 0.1421],
        impostorWithin: 101,
        fnmr: 0.0132,
        fnmrInterval: [0.00191, 0.02882],
        extrapolated: false,
      },
      {
        fmr: 0.0001,
        distance: 0.11928,
        interval: [0.11274, 0.13176],
        impostorWithin: 10,
        fnmr: 0.03221,
        fnmrInterval: [0.0081, 0.06112],
        extrapolated: false,
      },
      {
        fmr: 0.00001,
        distance: 0.10501,
        interval: null,
        impostorWithin: null,
        fnmr: 0.05438,
        fnmrInterval: null,
        extrapolated: true,
      },
    ],
  },
  meanOf3: {
    genuine: 857,
    impostor: 58355,
    rows: [
      {
        fmr: 0.01,
        distance: 0.14264,
        interval: [0.1375, 0.15002],
        impostorWithin: 583,
        fnmr: 0,
        fnmrInterval: [0, 0],
        extrapolated: false,
      },
      {
        fmr: 0.001,
        distance: 0.1231,
        interval: [0.11646, 0.13388],
        impostorWithin: 58,
        fnmr: 0.0035,
        fnmrInterval: [0, 0.01189],
        extrapolated: false,
      },
      {
        fmr: 0.0001,
        distance: 0.11266,
        interval: [0.10821, 0.12323],
        impostorWithin: 5,
        fnmr: 0.007,
        fnmrInterval: [0, 0.01669],
        extrapolated: false,
      },
      {
        fmr: 0.00001,
        distance: 0.10222,
        interval: null,
        impostorWithin: null,
        fnmr: 0.01284,
        fnmrInterval: null,
        extrapolated: true,
      },
    ],
  },
  shipped: [
    [0.01, 0.14264],
    [0.001, 0.12],
    [0.0001, 0.102],
    [0.00001, 0.09],
  ],
  refused: [
    [0.01, 0],
    [0.001, 0.0035],
    [0.0001, 0.01284],
    [0.00001, 0.02684],
  ],
} as const;
