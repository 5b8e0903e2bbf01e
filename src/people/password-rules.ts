import { SallyportError } from '../kernel/index.ts';

const SHORTEST = 8;

/** The eight-and-longer heads of the published lists of leaked passwords; digits and endings are stripped before comparing. */
const COMMON = new Set(
  `password passwort passwörd passw0rd p@ssword p@ssw0rd motdepasse contraseña 12345678 123456789 1234567890 11111111 00000000
  87654321 12341234 11223344 66666666 88888888 987654321 147258369 qwertyui qwertyuiop qwertzui qwertzuiop asdfghjk asdfghjkl
  zxcvbnm1 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsxedc zaq12wsx q1w2e3r4 abcdefgh abcd1234 abc12345 a1b2c3d4 aa123456 iloveyou
  sunshine princess football baseball basketball superman batman123 starwars trustno1 whatever computer internet michelle
  jennifer jonathan charlie1 elizabeth alexander liverpool chelsea1 arsenal1 letmein1 welcome1 welcome123 administrator
  admin123 admin1234 adminadmin changeme default1 rootroot testtest test1234 guest123 master123 dragon123 monkey123 shadow123
  mustang1 corvette ferrari1 mercedes blink182 samantha victoria patricia chocolate butterfly midnight november september
  december february spiderman pokemon1 minecraft fortnite hello123 helloworld secret12 security sallyport qwerty123 qwerty12
  asdf1234 google123 facebook lovelove babygirl softball hannah12 jordan23 michael1 ashley12 jessica1 daniel12 anthony1`.split(
    /\s+/,
  ),
);

/** Throws what is wrong with a new password. No composition rules: NIST SP 800-63B 5.1.1.2 advises against them. */
export function checkNewPassword(password: string, userName: string): void {
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...plain].length < SHORTEST) throw new SallyportError('password_too_short');
  const stem = plain.replace(/[\d!?.*_-]+$/, '');
  const oneCharacter = new Set(plain).size <= 2;
  const named = stem === userName.toLowerCase() || plain === userName.toLowerCase();
  if (COMMON.has(plain) || (stem.length >= 6 && COMMON.has(stem)) || oneCharacter || named) {
    throw new SallyportError('password_too_common');
  }
}
