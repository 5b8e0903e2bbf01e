/** Errors among comparisons, with the exact (Clopper–Pearson) 95 % interval of the share behind them. */
export interface ErrorShare {
  errors: number;
  comparisons: number;
  /** Null when nothing was compared. */
  share: number | null;
  low: number;
  high: number;
}

const TAIL = 0.025;

export function errorShare(errors: number, comparisons: number): ErrorShare {
  const right = comparisons - errors;
  const low = errors === 0 ? 0 : quantileOfBeta(TAIL, errors, right + 1);
  const high = right === 0 ? 1 : quantileOfBeta(1 - TAIL, errors + 1, right);
  return { errors, comparisons, share: comparisons === 0 ? null : errors / comparisons, low, high };
}

/** By halving: the distribution rises, and 60 halvings are all that a double holds. */
function quantileOfBeta(probability: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (betaDistribution(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The regularised incomplete beta function I_x(a, b) for x > 0, by its continued fraction where that converges fast. */
function betaDistribution(x: number, a: number, b: number): number {
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

/** Lentz's method (Numerical Recipes, “Incomplete beta function”). */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const apart = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / apart(1 + term * d);
      c = apart(1 + term / c);
      result *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return result;
}

/** Lanczos' approximation, good to 15 digits. */
const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

function logGamma(value: number): number {
  const z = value - 1;
  const sum = LANCZOS.reduce((total, term, i) => total + term / (z + i + 1), 0.9999999999998099);
  const t = z + LANCZOS.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
