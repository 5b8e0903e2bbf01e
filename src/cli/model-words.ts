import type { Calibration, ModelDescriptor } from '../vision/index.ts';
import type { Measured } from './model-photos.ts';

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** What an administrator must have read before a model is added. */
export function describeModel({ title, source, licence, sha256 }: ModelDescriptor): string[] {
  return [
    title,
    `  from     ${source.address}${source.archiveMember ? ` (${source.archiveMember} inside)` : ''}`,
    `  licence  ${licence.name}: ${licence.terms}`,
    `  SHA-256  ${sha256 ?? 'not known here'}`,
  ];
}

export function describeCalibration({ pairs, source }: Calibration): string[] {
  return [
    `calibrated on ${source}`,
    ...pairs.map(([rate, distance]) => `  1:${Math.round(1 / rate)}  distance ${distance.toFixed(4)}`),
    `  Stricter rates are drawn on from these; nothing beyond 1:${Math.round(1 / pairs.at(-1)![0])} was measured.`,
  ];
}

export function describeMeasured(name: string, measured: Measured): string {
  const { facesFound, images, people, genuine, impostor, tarAt0001, msPerImage } = measured;
  return `${name}: faces found ${facesFound}/${images} of ${people} people, ${genuine} genuine and ${impostor} impostor pairs, true accepts at false accepts 0.1 %: ${percent(tarAt0001)}, ${msPerImage.toFixed(0)} ms per image`;
}
