import type { CredentialId, FactorKind, PersonId } from '../kernel/index.ts';

/** Kinds whose credentials lie in one table. A password, a face and a one-time code lie elsewhere. */
export const CREDENTIAL_KINDS = [
  'pin',
  'card',
  'qr',
  'totp',
  'passkey',
  'fingerprint',
] as const satisfies FactorKind[];
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** Something a person knows or has, as it is kept. */
export interface Credential {
  id: CredentialId;
  personId: PersonId;
  kind: CredentialKind;
  /**
   * The canonical form by which it is found without knowing whose it is (a PIN's digits, `scheme:UID` of a card, the
   * text of a QR code, a passkey's id, `reader:slot` of a finger); null for a TOTP secret. Sealed, and looked up by keyed hash.
   */
  lookup: string | null;
  /** What else its factor needs, as JSON: a TOTP secret, a passkey's public key. Sealed under the person's key. */
  secret: string;
  /** In the person's words, such as “blue fob”. Sealed. */
  label: string;
  /** A twin that grants as usual and raises a silent alarm. */
  duress: boolean;
  /** Only rises: the last TOTP step, a passkey's signature counter, the uses of a QR code. */
  counter: number;
  createdAt: number;
  usedAt: number | null;
}

export interface CredentialRepository {
  /** Of two people with the same look-up of one kind, one gets it, the other a SallyportError `credential_taken`. */
  add(credential: Credential): Promise<void>;
  /** Takes the canonical form. */
  findByLookup(kind: CredentialKind, lookup: string): Promise<Credential | null>;
  find(id: CredentialId): Promise<Credential | null>;
  /** How many there are of a kind, everybody’s together. */
  count(kind: CredentialKind): Promise<number>;
  /** Which kinds this person has, each once; opens nothing that is sealed. */
  kindsOf(personId: PersonId): Promise<CredentialKind[]>;
  /** Oldest first. */
  listOf(personId: PersonId): Promise<Credential[]>;
  /**
   * Writes that it was used, if its counter is still below `to`, and raises it. Two at once with one code: one gets
   * true. False also when it was removed meanwhile.
   */
  use(id: CredentialId, to: number, at: number): Promise<boolean>;
  /** Writes that one which does not count was used. False once it counts, or when it was removed meanwhile. */
  touch(id: CredentialId, at: number): Promise<boolean>;
  /** False when there is none of this person. */
  rename(personId: PersonId, id: CredentialId, label: string): Promise<boolean>;
  /** False when there is none of this person. */
  remove(personId: PersonId, id: CredentialId): Promise<boolean>;
}
