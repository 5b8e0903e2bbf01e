import { useCallback, useEffect, useRef, useState } from 'react';
import { type CameraProblem, cameraProblemOf, listCameras, openCamera } from './open-camera.ts';

export interface Camera {
  /** Goes on the video element that shows the picture. */
  videoRef: React.RefObject<HTMLVideoElement | null>;
  /** The element once it plays; null before. */
  video: HTMLVideoElement | null;
  problem: CameraProblem | null;
  devices: { value: string; label: string }[];
  deviceId: string | null;
  choose: (deviceId: string) => void;
  retry: () => void;
}

/** Opens the camera while mounted; no track outlives the component. */
export function useCamera(): Camera {
  const videoRef = useRef<HTMLVideoElement>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [devices, setDevices] = useState<Camera['devices']>([]);
  const [wanted, setWanted] = useState<{ deviceId: string | null; round: number }>({
    deviceId: null,
    round: 0,
  });
  const [deviceId, setDeviceId] = useState<string | null>(null);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const open = async () => {
      setProblem(null);
      setVideo(null);
      try {
        stream = await openCamera(wanted.deviceId);
        if (gone) return stop();
        const element = videoRef.current;
        if (!element) return stop();
        for (const track of stream.getVideoTracks()) track.onended = () => setProblem('busy');
        element.srcObject = stream;
        await element.play();
        if (gone) return;
        setDeviceId(stream.getVideoTracks()[0]?.getSettings().deviceId ?? null);
        setVideo(element);
        setDevices(await listCameras());
      } catch (thrown) {
        stop();
        if (!gone) setProblem(cameraProblemOf(thrown));
      }
    };
    void open();
    return () => {
      gone = true;
      stop();
    };
  }, [wanted]);

  const choose = useCallback(
    (id: string) => setWanted((was) => ({ deviceId: id, round: was.round + 1 })),
    [],
  );
  const retry = useCallback(() => setWanted((was) => ({ ...was, round: was.round + 1 })), []);
  return { videoRef, video, problem, devices, deviceId, choose, retry };
}
