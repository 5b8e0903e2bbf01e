import { cell } from './damaged-row.ts';
import { seal, unseal } from './sealing.ts';

/** Found by its look in the bytes of a file that was not opened. */
export const CHECK_MARK = Buffer.from('sallyport:keychk');
const CONSTANT = Buffer.from('the key that sealed this');
const PLACE = cell('key_check', 'sealed', 1);

/** A constant that only the right master key can open: it tells a wrong key before anything is written. */
export function sealCheck(checkKey: Uint8Array): Buffer {
  return Buffer.concat([CHECK_MARK, seal(checkKey, CONSTANT, PLACE)]);
}

/** Whether one of the marks found in these bytes opens with the key. */
export function holdsCheckOf(checkKey: Uint8Array, bytes: Buffer): boolean {
  for (let at = bytes.indexOf(CHECK_MARK); at >= 0; at = bytes.indexOf(CHECK_MARK, at + 1))
    if (opensCheck(checkKey, bytes.subarray(at, at + CHECK_BYTES))) return true;
  return false;
}

const CHECK_BYTES = sealCheck(new Uint8Array(32)).length;

export function opensCheck(checkKey: Uint8Array, check: Uint8Array): boolean {
  try {
    return CONSTANT.equals(unseal(checkKey, check.subarray(CHECK_MARK.length), PLACE));
  } catch {
    return false;
  }
}
