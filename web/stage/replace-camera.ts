const LOOK_EVERY_MS = 40;
const FRAMES_PER_SECOND = 15;

/**
 * Gives the page in the frame the stage's picture as its camera, also after it was loaded anew.
 * The page knows nothing of it: it asks the browser as always. Returns `stop`.
 */
export function replaceCamera(frame: HTMLIFrameElement, canvas: HTMLCanvasElement): () => void {
  const getUserMedia = async () => canvas.captureStream(FRAMES_PER_SECOND);
  const enumerateDevices = async () => [
    { kind: 'videoinput', deviceId: 'stage', groupId: '', label: 'The stage' },
  ];

  const replace = () => {
    const navigator = frame.contentWindow?.navigator;
    if (!navigator) return;
    if (!navigator.mediaDevices) {
      // On plain http the browser has no such object; the stage brings its own.
      Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: {} });
    }
    const devices = navigator.mediaDevices as unknown as Record<string, unknown>;
    if (devices.getUserMedia === getUserMedia) return;
    Object.defineProperty(devices, 'getUserMedia', { configurable: true, value: getUserMedia });
    Object.defineProperty(devices, 'enumerateDevices', { configurable: true, value: enumerateDevices });
  };

  replace();
  frame.addEventListener('load', replace);
  const timer = setInterval(replace, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    frame.removeEventListener('load', replace);
  };
}
