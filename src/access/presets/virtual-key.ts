import { TIME_LIMITS } from '../flow.ts';
import type { Preset } from './preset.ts';

/** A key that is a picture on a phone, and a house in which everybody hears who comes. */
export const VIRTUAL_KEY: Preset = {
  name: 'virtual-key',
  title: 'Virtual key',
  summary: 'Face, then a QR code that changes with each login; everybody who is registered is told.',
  does: [
    'Looks the face up among everybody enrolled (five samples at registration).',
    'Asks for the person’s QR code before the camera; five wrong readings are refused.',
    'After each login the code is void and a new one is mailed.',
    'Every registration and every login is told to all registered users; a stranger’s photograph goes to all of them.',
  ],
  needs: ['face', 'qr'],
  flow: {
    name: 'Virtual key',
    description: 'The face, then the rolling QR code of the same person. Everybody is told who came.',
    steps: [
      { anyOf: ['face'], timeLimitMs: TIME_LIMITS.face },
      { anyOf: ['qr'], timeLimitMs: TIME_LIMITS.qr, tries: 5 },
    ],
    accepted: [],
    tell: { granted: 'everybody', denied: 'everybody' },
  },
  point: { name: 'Virtual key', place: 'At the door' },
  settings: { tellRegistrations: 'everybody', rollAtEveryLogin: true },
};
