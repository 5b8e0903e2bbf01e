/** ln n!, by Stirling's series with three terms beyond the first few. */
function logFactorial(n: number): number {
  let [product, x] = [1, n + 1];
  for (; x < 10; x++) product *= x;
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** P(at most `k` of `n`) when each happens with probability `p`. */
function binomialCdf(k: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return k >= n ? 1 : 0;
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    const choose = logFactorial(n) - logFactorial(i) - logFactorial(n - i);
    sum += Math.exp(choose + i * Math.log(p) + (n - i) * Math.log(1 - p));
  }
  return Math.min(1, sum);
}

function bisect(isBelow: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The exact 95 % interval (Clopper–Pearson) of a rate of which `k` of `n` were seen. */
export function exactInterval(k: number, n: number, alpha = 0.05): [low: number, high: number] {
  const low = k === 0 ? 0 : bisect((p) => 1 - binomialCdf(k - 1, n, p) < alpha / 2);
  const high = k === n ? 1 : bisect((p) => binomialCdf(k, n, p) > alpha / 2);
  return [low, high];
}
