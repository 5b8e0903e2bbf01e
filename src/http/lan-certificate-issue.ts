import { randomBytes, webcrypto } from 'node:crypto';
import { permitNames } from './lan-certificate-constraints.ts';
import type { HostNames } from './lan-certificate-names.ts';
import * as x509 from './lan-certificate-x509.ts';

export interface KeyAndCertificate {
  /** PKCS #8 PEM, with a line break at its end. */
  key: string;
  /** PEM, likewise. */
  certificate: string;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AUTHORITY_DAYS = 3650;
/** Phones and browsers refuse longer ones; the hour before today is in it. */
const LEAF_DAYS = 396;

/** An own small authority, signed by itself, that may vouch for machines of this house only. */
export async function issueAuthority(own: HostNames, now: number): Promise<KeyAndCertificate> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...lifetime(now, AUTHORITY_DAYS),
    // Two authorities of one machine must not look alike in a phone's list.
    name: [
      {
        CN: [
          `Sallyport ${own.dns.find((name) => name.endsWith('.local')) ?? ''} ${randomBytes(2).toString('hex')}`,
        ],
      },
    ],
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      permitNames(own),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  });
  return { key: await keyPem(keys), certificate: `${certificate.toString('pem')}\n` };
}

/** A server certificate for these names, signed by the authority. */
export async function issueLeaf(
  authority: KeyAndCertificate,
  names: HostNames,
  now: number,
): Promise<KeyAndCertificate> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...lifetime(now, LEAF_DAYS),
    subject: [{ CN: ['Sallyport'] }],
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      subjectNames(names),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey, false),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  });
  return { key: await keyPem(keys), certificate: `${certificate.toString('pem')}\n` };
}

export function subjectNames({ dns, ips }: HostNames): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension([
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...ips.map((value) => ({ type: 'ip' as const, value })),
  ]);
}

function lifetime(now: number, days: number) {
  const serialNumber = `00${randomBytes(15).toString('hex')}`;
  // A device whose clock is a little slow must not refuse.
  return { serialNumber, notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + days * DAY_MS) };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
}

async function keyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = x509.PemConverter.decode(pem);
  return (await webcrypto.subtle.importKey('pkcs8', der!, P256, false, ['sign'])) as webcrypto.CryptoKey;
}
