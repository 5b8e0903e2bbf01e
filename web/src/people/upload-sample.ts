import { client } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { PersonRef } from '../api/types.ts';

export type UploadResult =
  | { ok: true; samples: number; resembles: PersonRef[] }
  | { ok: false; message: string; faults: string[] };

/** Sends one photograph; a refusal comes back with its reasons. */
export async function uploadSample(personId: string, file: File): Promise<UploadResult> {
  const { data, error } = await client.POST('/api/people/{id}/face-samples', {
    params: { path: { id: personId } },
    headers: { 'content-type': sendableType(file.type) },
    body: file as never,
    bodySerializer: (body) => body as never,
  });
  if (data) return { ok: true, samples: data.samples, resembles: data.resembles };
  const problem = problemOf(error);
  const faults = problem.details?.faults;
  return { ok: false, message: problem.message, faults: Array.isArray(faults) ? faults.map(faultWords) : [] };
}

const sendableType = (type: string): string =>
  ['image/jpeg', 'image/png', 'image/webp'].includes(type) ? type : 'application/octet-stream';

const FAULTS: Record<string, string> = {
  no_face: 'There is no face in it.',
  several_faces: 'There is more than one face in it.',
  closer: 'The face is too small.',
  too_small: 'The face is too small.',
  too_dark: 'It is too dark.',
  too_bright: 'It is too bright.',
  blurred: 'It is blurred.',
  hold_still: 'It is blurred.',
  look_straight: 'The person looks to the side.',
  straighten: 'The head is tilted.',
  whole_face: 'A part of the face is cut off.',
};

function faultWords(fault: unknown): string {
  const record = typeof fault === 'object' && fault !== null ? (fault as Record<string, unknown>) : null;
  if (typeof record?.message === 'string') return record.message;
  const code = String(record?.code ?? fault);
  return FAULTS[code] ?? code.replaceAll('_', ' ');
}
