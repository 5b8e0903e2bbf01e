/**
 * Distances of built-in templates (in 8 bits, full variant) and what they cost, measured by
 * `npm run bench:faces -- --faces DIR --int8 --calibrate`; written by it, not by hand. docs/reference/face-rates.md explains it.
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
export const INT8_CALIBRATION = {
  templates: 'dlib128+faceres1024-int8/1',
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
        distance: 0.15216,
        interval: [0.14556, 0.15895],
        impostorWithin: 1013,
        fnmr: 0.0037,
        fnmrInterval: [0.00051, 0.01027],
        extrapolated: false,
      },
      {
        fmr: 0.001,
        distance: 0.13152,
        interval: [0.12272, 0.14036],
        impostorWithin: 101,
        fnmr: 0.0132,
        fnmrInterval: [0.00191, 0.03365],
        extrapolated: false,
      },
      {
        fmr: 0.0001,
        distance: 0.1188,
        interval: [0.1163, 0.13046],
        impostorWithin: 10,
        fnmr: 0.03221,
        fnmrInterval: [0.00786, 0.05921],
        extrapolated: false,
      },
      {
        fmr: 0.00001,
        distance: 0.10608,
        interval: null,
        impostorWithin: null,
        fnmr: 0.05174,
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
        distance: 0.14116,
        interval: [0.13581, 0.14845],
        impostorWithin: 582,
        fnmr: 0,
        fnmrInterval: [0, 0],
        extrapolated: false,
      },
      {
        fmr: 0.001,
        distance: 0.12062,
        interval: [0.11489, 0.1322],
        impostorWithin: 58,
        fnmr: 0.00233,
        fnmrInterval: [0, 0.00902],
        extrapolated: false,
      },
      {
        fmr: 0.0001,
        distance: 0.11256,
        interval: [0.10674, 0.12198],
        impostorWithin: 5,
        fnmr: 0.007,
        fnmrInterval: [0, 0.01708],
        extrapolated: false,
      },
      {
        fmr: 0.00001,
        distance: 0.1045,
        interval: null,
        impostorWithin: null,
        fnmr: 0.01167,
        fnmrInterval: null,
        extrapolated: true,
      },
    ],
  },
  shipped: [
    [0.01, 0.14116],
    [0.001, 0.12],
    [0.0001, 0.102],
    [0.00001, 0.09],
  ],
  refused: [
    [0.01, 0],
    [0.001, 0.00233],
    [0.0001, 0.01284],
    [0.00001, 0.02334],
  ],
} as const;
