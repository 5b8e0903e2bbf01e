import { NativeSelect } from '@mantine/core';
import type { Camera } from './use-camera.ts';

/** Shown only where there is something to choose. */
export function CameraChoice({ camera }: { camera: Camera }) {
  if (camera.devices.length < 2) return null;
  return (
    <NativeSelect
      label="Use a different camera"
      data={camera.devices}
      value={camera.deviceId ?? ''}
      onChange={(event) => camera.choose(event.currentTarget.value)}
      maw={320}
      mx="auto"
      w="100%"
    />
  );
}
