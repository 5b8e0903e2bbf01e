import { TIME_LIMITS } from '../flow.ts';
import type { Preset } from './preset.ts';

/** A screen that defends itself: after two wrong credentials it warns, sounds a siren, and calls. */
export const WATCHED_LOGIN: Preset = {
  name: 'watched-login',
  title: 'Watched login',
  summary: 'Password; after two wrong ones a spoken warning, a siren, a photograph, and a lock for a time.',
  does: [
    'Asks for user name and password, while the camera keeps watch.',
    'After two wrong ones in a row the screen warns aloud and sounds a siren, the attempt is shut, and nothing is checked there for five minutes, longer with each further time.',
    'Those who receive alerts get the photograph with place, date, time and IP address.',
    'Somebody who may change access points can end the lock before its time.',
  ],
  needs: ['password'],
  flow: {
    name: 'Watched login',
    description: 'Password, watched by the camera: after two wrong ones warning, siren, photograph and lock.',
    steps: [{ anyOf: ['password'], timeLimitMs: TIME_LIMITS.password }],
    accepted: [],
    watch: { wrongCredentials: 2, lockMs: 300_000 },
  },
  point: { name: 'Watched login', place: 'Login screen' },
};
