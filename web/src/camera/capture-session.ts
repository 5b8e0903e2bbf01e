import { type Problem, UNREACHABLE } from '../api/problem.ts';
import type { CaptureMessage } from '../api/types.ts';

const LEAST_INTERVAL_MS = 125;
const ANSWER_TIMEOUT_MS = 4_000;
const MAX_WIDTH_PX = 640;

interface CaptureOptions {
  /** Path of the camera socket. */
  path: string;
  video: HTMLVideoElement;
  /** Least time between two frames, ms; as fast as is useful when absent. */
  intervalMs?: number;
  /** Returns true when this was the last message that is wanted. */
  onMessage: (message: Exclude<CaptureMessage, { type: 'error' }>) => boolean;
  /** The line is down, or the server refused; nothing more will come. */
  onLost: (problem: Problem) => void;
}

export interface Capture {
  stop(): void;
  /** Asks for another movement: somebody cannot do this one. */
  swap(): void;
}

/** Streams frames: one in flight, the next after its answer, at most eight a second. */
export function startCapture(options: CaptureOptions): Capture {
  const canvas = document.createElement('canvas');
  const { intervalMs = LEAST_INTERVAL_MS } = options;
  let socket: WebSocket | null = null;
  let over = false;
  let reconnected = false;
  let refusal: Problem | null = null;
  let sentAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = (delayMs: number, work: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(work, delayMs);
  };
  const finish = () => {
    over = true;
    clearTimeout(timer);
    socket?.close();
  };

  const sendFrame = async () => {
    const line = socket;
    if (over || line?.readyState !== WebSocket.OPEN) return;
    const frame = await takeFrame(options.video, canvas);
    if (over || line.readyState !== WebSocket.OPEN) return;
    if (!frame) return later(LEAST_INTERVAL_MS, sendFrame);
    sentAt = performance.now();
    line.send(frame);
    // A frame whose answer got lost must not end the stream.
    later(ANSWER_TIMEOUT_MS, sendFrame);
  };

  const receive = (event: MessageEvent) => {
    const message = readMessage(event.data);
    if (over || !message) return;
    if (message.type === 'error') {
      refusal = { code: message.code, message: message.message };
    } else {
      // One frame that could not be read says nothing about a line that drops later.
      refusal = null;
      if (options.onMessage(message)) return finish();
    }
    later(Math.max(0, intervalMs - (performance.now() - sentAt)), sendFrame);
  };

  const lost = () => {
    if (over) return;
    clearTimeout(timer);
    const passing = refusal === null || refusal.code === 'busy';
    if (passing && !reconnected) {
      reconnected = true;
      refusal = null;
      return later(400, connect);
    }
    over = true;
    options.onLost(refusal ?? UNREACHABLE);
  };

  const connect = () => {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
    socket = new WebSocket(`${scheme}://${window.location.host}${options.path}`);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => void sendFrame();
    socket.onmessage = receive;
    socket.onclose = lost;
  };

  connect();
  return {
    stop: finish,
    swap: () => {
      if (socket?.readyState === WebSocket.OPEN) socket.send('swap');
    },
  };
}

function readMessage(data: unknown): CaptureMessage | null {
  try {
    return JSON.parse(String(data)) as CaptureMessage;
  } catch {
    return null;
  }
}

/** The present picture as JPEG, at most 640 px wide; null while the camera has none. */
async function takeFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<ArrayBuffer | null> {
  if (video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const scale = Math.min(1, MAX_WIDTH_PX / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.92));
  return blob ? blob.arrayBuffer() : null;
}
