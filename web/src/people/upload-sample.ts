import { client } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { PersonRef } from '../api/types.ts';

export type UploadResult =
  | { ok: true; samples: number; resembles: PersonRef[] }
  | { ok: false; message: string };

/** Sends one photograph; a refusal comes back with its reasons, in words. */
export async function uploadSample(personId: string, file: File): Promise<UploadResult> {
  const { data, error } = await client.POST('/api/people/{id}/face-samples', {
    params: { path: { id: personId } },
    headers: { 'content-type': sendableType(file.type) },
    body: file as never,
    bodySerializer: (body) => body as never,
  });
  if (data) return { ok: true, samples: data.samples, resembles: data.resembles };
  return { ok: false, message: problemOf(error).message };
}

const sendableType = (type: string): string =>
  ['image/jpeg', 'image/png', 'image/webp'].includes(type) ? type : 'application/octet-stream';
