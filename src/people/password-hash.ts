import { hash, verify } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet: argon2id, m ≥ 46 MiB; t = 2 for margin. */
const ARGON2ID = { algorithm: 2, memoryCost: 46 * 1024, timeCost: 2, parallelism: 1 } as const;

/** Each hash takes 46 MiB for some 60 ms: one after the other, or whoever tries passwords fills the memory. */
const AT_ONCE = 1;

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** With a null hash (unknown person) it takes the same time and answers false. */
  verify(phcHash: string | null, password: string): Promise<boolean>;
}

export function createPasswordHasher(): PasswordHasher {
  const enter = createGate(AT_ONCE);
  const decoy = hash(`decoy ${Math.random()}`, ARGON2ID);
  return {
    hash: (password) => enter(() => hash(prepare(password), ARGON2ID)),
    verify: (phcHash, password) =>
      enter(async () => {
        const right = await verify(phcHash ?? (await decoy), prepare(password));
        return right && phcHash !== null;
      }),
  };
}

/** NIST SP 800-63B 5.1.1.2: one form for one password, however the keyboard composes it. */
const prepare = (password: string) => password.normalize('NFKC');

function createGate(limit: number) {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside >= limit) await new Promise<void>((go) => waiting.push(go));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
