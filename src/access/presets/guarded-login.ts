import { TIME_LIMITS } from '../flow.ts';
import type { Preset } from './preset.ts';

/** A login as guarded as a door: the password first, then the camera opens by itself. */
export const GUARDED_LOGIN: Preset = {
  name: 'guarded-login',
  title: 'Guarded login',
  summary:
    'Password, then face; the right people get a photograph of everybody who was refused at the camera.',
  does: [
    'Asks for user name and password; a wrong one is refused without saying which of them was wrong.',
    'After a right password the camera opens by itself, and the face must be that of the same person.',
    'When nobody shows a face, or somebody else does, those who receive alerts get a mail with the photograph, place, time and IP address.',
  ],
  needs: ['password', 'face'],
  flow: {
    name: 'Guarded login',
    description:
      'Password, then the face of the same person. Refusals at the camera are told with a photograph.',
    steps: [
      { anyOf: ['password'], timeLimitMs: TIME_LIMITS.password },
      { anyOf: ['face'], timeLimitMs: TIME_LIMITS.face },
    ],
    accepted: [],
  },
  point: { name: 'Guarded login', place: 'Login screen' },
};
