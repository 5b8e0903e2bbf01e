import { DOOR_TWO_FACTOR } from './door-two-factor.ts';
import { FACE_OTP_PASSWORD } from './face-otp-password.ts';
import { GUARDED_LOGIN } from './guarded-login.ts';
import type { Preset } from './preset.ts';
import { VIRTUAL_KEY } from './virtual-key.ts';
import { WATCHED_LOGIN } from './watched-login.ts';

export const PRESETS: readonly Preset[] = [
  GUARDED_LOGIN,
  DOOR_TWO_FACTOR,
  FACE_OTP_PASSWORD,
  VIRTUAL_KEY,
  WATCHED_LOGIN,
];
