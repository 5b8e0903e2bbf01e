import { TIME_LIMITS } from '../flow.ts';
import type { Preset } from './preset.ts';

/** What a lock with a keypad and a card reader asks for, and the face besides. */
export const DOOR_TWO_FACTOR: Preset = {
  name: 'door-two-factor',
  title: 'Door with two factors',
  summary: 'A PIN on the keypad or a card, then the face.',
  does: [
    'Asks for a PIN, typed on the kiosk or at a keypad, or for a card or fob at the reader.',
    'Then the camera opens, and the face must be that of the person whose PIN or card it was.',
    'A found card or a PIN that was looked at over a shoulder opens nothing.',
  ],
  needs: ['pin', 'card', 'face'],
  flow: {
    name: 'Door with two factors',
    description: 'A PIN or a card, then the face of the same person.',
    steps: [
      { anyOf: ['pin', 'card'], timeLimitMs: TIME_LIMITS.pin },
      { anyOf: ['face'], timeLimitMs: TIME_LIMITS.face },
    ],
    accepted: [],
  },
  point: { name: 'Door', place: 'At the door' },
};
