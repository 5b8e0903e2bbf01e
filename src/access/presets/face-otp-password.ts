import { TIME_LIMITS } from '../flow.ts';
import type { Preset } from './preset.ts';

/** Three factors that must all belong to one person. */
export const FACE_OTP_PASSWORD: Preset = {
  name: 'face-otp-password',
  title: 'Face, code and password',
  summary: 'The face says who it is; a six-digit code goes to their e-mail; then user name and password.',
  does: [
    'Looks the face up among everybody enrolled.',
    'Sends six random digits to that person’s e-mail address: good for ten minutes, once, with three tries.',
    'Asks for user name and password, which must be theirs as well.',
    'When a step fails after the face was recognised, those who receive alerts are told with a photograph.',
  ],
  needs: ['face', 'email_otp', 'password'],
  flow: {
    name: 'Face, code and password',
    description: 'The face, a code by e-mail, and user name with password: all of one person.',
    steps: [
      { anyOf: ['face'], timeLimitMs: TIME_LIMITS.face },
      { anyOf: ['email_otp'], timeLimitMs: TIME_LIMITS.email_otp },
      { anyOf: ['password'], timeLimitMs: TIME_LIMITS.password },
    ],
    accepted: [],
  },
  point: { name: 'Three-factor login', place: 'Login screen' },
};
