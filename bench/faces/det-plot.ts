import { ratePoints, type Scores } from './rates.ts';

/** One line of the plot. */
export interface DetCurve {
  name: string;
  scores: Scores;
}

const WIDTH = 720;
const HEIGHT = 520;
const LEFT = 80;
const RIGHT = 24;
const TOP = 48;
const BOTTOM = 60;
/** Decades shown: 10^-5 … 1 across, 10^-4 … 1 upwards. */
const LOWEST = { fmr: -5, fnmr: -4 };
const COLOURS = ['#0b7285', '#c92a2a', '#e67700', '#5f3dc4', '#2b8a3e', '#495057'];

const across = (fmr: number): number =>
  LEFT + ((Math.log10(Math.max(fmr, 10 ** LOWEST.fmr)) - LOWEST.fmr) / -LOWEST.fmr) * (WIDTH - LEFT - RIGHT);
const upwards = (fnmr: number): number =>
  HEIGHT -
  BOTTOM -
  ((Math.log10(Math.max(fnmr, 10 ** LOWEST.fnmr)) - LOWEST.fnmr) / -LOWEST.fnmr) * (HEIGHT - TOP - BOTTOM);

const asText = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const share = (power: number): string => (power === 0 ? '100 %' : `${10 ** (power + 2)} %`);

function grid(): string[] {
  const lines: string[] = [];
  for (let power = LOWEST.fmr; power <= 0; power++) {
    const x = across(10 ** power).toFixed(1);
    lines.push(
      `<path d="M${x} ${TOP}V${HEIGHT - BOTTOM}" class="g"/>`,
      `<text x="${x}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${share(power)}</text>`,
    );
  }
  for (let power = LOWEST.fnmr; power <= 0; power++) {
    const y = upwards(10 ** power).toFixed(1);
    lines.push(
      `<path d="M${LEFT} ${y}H${WIDTH - RIGHT}" class="g"/>`,
      `<text x="${LEFT - 8}" y="${Number(y) + 4}" text-anchor="end">${share(power)}</text>`,
    );
  }
  return lines;
}

/** Steps, because between two distances that occur nothing changes; points on one pixel are drawn once. */
function pathOf(scores: Scores): string {
  let path = '';
  let last = '';
  for (const { fmr, fnmr } of ratePoints(scores)) {
    const [x, y] = [across(fmr).toFixed(1), upwards(fnmr).toFixed(1)];
    if (`${x} ${y}` === last) continue;
    path += path === '' ? `M${x} ${y}` : `H${x}V${y}`;
    last = `${x} ${y}`;
  }
  return path;
}

/** Detection error trade-off: false matches across, false non-matches upwards, both logarithmic. */
export function drawDetPlot(title: string, curves: readonly DetCurve[]): string {
  const lines = curves.flatMap(({ name, scores }, i) => {
    const colour = COLOURS[i % COLOURS.length]!;
    const y = TOP + 20 + i * 18;
    const x = WIDTH - RIGHT - 190;
    return [
      `<path d="${pathOf(scores)}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<path d="M${x} ${y - 4}h22" stroke="${colour}" stroke-width="3"/>`,
      `<text x="${x + 30}" y="${y}">${asText(name)}</text>`,
    ];
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    '<style>text{font:12px sans-serif;fill:#212529}.g{stroke:#dee2e6;fill:none}</style>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="28" style="font-size:15px">${asText(title)}</text>`,
    ...grid(),
    ...lines,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 18}" text-anchor="middle">False match rate</text>`,
    `<text transform="translate(20 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">False non-match rate, missed faces included</text>`,
    '</svg>',
  ].join('\n')}\n`;
}
