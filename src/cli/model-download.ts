import { SallyportError } from '../kernel/index.ts';
import type { ModelDescriptor } from '../vision/index.ts';

/** More than any model known here; a server that sends more is not sending a model. */
const MOST_BYTES = 1_000_000_000;
const NO_ANSWER_MS = 30_000;

function refuse(name: string, address: string, why: string, cause?: unknown): SallyportError {
  return new SallyportError('model_refused', {
    sentence: `“${name}” could not be fetched from ${address}: ${why}. Nothing was changed. Fetch the file by other means and run “sallyport models add FILE”.`,
    cause,
  });
}

/** Fetches a model's file from where its descriptor says, and nothing else. Throws `model_refused`. */
export async function downloadModel(
  { name, source }: ModelDescriptor,
  onProgress: (received: number, total: number | null) => void,
): Promise<Uint8Array> {
  const { address, archiveMember } = source;
  if (archiveMember) {
    const why = `it is inside an archive. Download that, take “${archiveMember}” out of it, and run “sallyport models add ${archiveMember}”`;
    throw new SallyportError('model_refused', {
      sentence: `“${name}” is not fetched by itself: ${why}. The archive: ${address}`,
    });
  }
  if (!address.startsWith('https://')) throw refuse(name, address, 'this is no https address');
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), NO_ANSWER_MS);
  try {
    const response = await fetch(address, { signal: silence.signal });
    if (!response.ok || !response.body) throw refuse(name, address, `the server answered ${response.status}`);
    const total = Number(response.headers.get('content-length')) || null;
    const pieces: Uint8Array[] = [];
    let received = 0;
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), NO_ANSWER_MS);
      pieces.push(piece);
      received += piece.length;
      if (received > MOST_BYTES) throw refuse(name, address, 'it sends more than a model can have');
      onProgress(received, total);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof SallyportError) throw error;
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    const why = silence.signal.aborted ? 'there was no answer' : (cause?.code ?? cause?.message ?? message);
    throw refuse(name, address, why, error);
  } finally {
    clearTimeout(timer);
  }
}
