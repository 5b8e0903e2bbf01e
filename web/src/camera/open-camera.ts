/** Why there is no picture. */
export type CameraProblem = 'insecure' | 'refused' | 'missing' | 'busy' | 'failed';

/** Opens the front camera, or the one chosen. Throws what `cameraProblemOf` understands. */
export async function openCamera(deviceId: string | null): Promise<MediaStream> {
  // Browsers hide the camera from pages that came over plain http from another machine.
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('no camera here', 'InsecureContext');
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: {
      width: { ideal: 1280 },
      height: { ideal: 720 },
      ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'user' }),
    },
  });
}

export function cameraProblemOf(thrown: unknown): CameraProblem {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  if (name === 'InsecureContext') return 'insecure';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'failed';
}

export async function listCameras(): Promise<{ value: string; label: string }[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
  return devices
    .filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
    .map((device, index) => ({ value: device.deviceId, label: device.label || `Camera ${index + 1}` }));
}
