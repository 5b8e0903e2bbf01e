import { X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { constraintsOf, coveredBy } from './lan-certificate-constraints.ts';
import { type FileSealing, readPair, writeCertificate, writePair } from './lan-certificate-files.ts';
import { issueAuthority, issueLeaf, type KeyAndCertificate, subjectNames } from './lan-certificate-issue.ts';
import { findNames, type HostNames, joinNames, type Machine, thisMachine } from './lan-certificate-names.ts';
import * as x509 from './lan-certificate-x509.ts';

export interface LanCertificateOptions {
  dataDir: string;
  /** Further names and addresses; the certificate covers them, be it at the price of a new authority. */
  hostNames: string[];
  now: number;
  sealing: FileSealing;
  machine?: Machine;
}

export interface LanCertificate {
  /** PEM, for the server. */
  key: string;
  /** The server's certificate and the authority's, PEM. */
  cert: string;
  caCertPem: string;
  /** The authority's certificate on the disk: what a device of the network must trust. */
  caFile: string;
  /** SHA-256 of the authority's certificate, as phones show it when they ask whether to trust it. */
  fingerprint: string;
  /** True when the authority is new: devices must be told to trust it (again). */
  newAuthority: boolean;
  expiresAt: number;
}

const DAY_MS = 86_400_000;
/** Renewed when less is left. */
const LEAF_LEFT_MS = 30 * DAY_MS;
/** A leaf must not outlive its authority. */
const AUTHORITY_LEFT_MS = 400 * DAY_MS;

/**
 * The certificate for this machine on its network, from its own small authority in `dataDir/tls` (keys sealed). The
 * authority is made once; the server's certificate anew when it runs out soon, or the names or addresses have changed.
 * Cheap when nothing has, so it may be called again every day. Throws `data_folder` saying what to do.
 */
export async function openLanCertificate(options: LanCertificateOptions): Promise<LanCertificate> {
  const { dataDir, hostNames, now, sealing, machine = thisMachine } = options;
  const folder = join(dataDir, 'tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { configured, found } = findNames(hostNames, machine);

  const kept = readPair(folder, 'ca', sealing);
  const fits = kept !== null && isGoodAuthority(kept.certificate, configured, now);
  const authority = fits ? kept : await issueAuthority(joinNames(found, configured), now);
  if (!fits) writePair(folder, 'ca', authority, sealing);
  const caFile = writeCertificate(folder, authority);

  const constraints = constraintsOf(new x509.X509Certificate(authority.certificate));
  const names = coveredBy(constraints, joinNames(found, configured));
  const old = readPair(folder, 'server', sealing);
  const leaf = old && isGoodLeaf(old, authority, names, now) ? old : await issueLeaf(authority, names, now);
  if (leaf !== old) writePair(folder, 'server', leaf, sealing);

  return {
    key: leaf.key,
    cert: leaf.certificate + authority.certificate,
    caCertPem: authority.certificate,
    caFile,
    fingerprint: new X509Certificate(authority.certificate).fingerprint256,
    newAuthority: !fits,
    expiresAt: Date.parse(new X509Certificate(leaf.certificate).validTo),
  };
}

function isGoodAuthority(pem: string, configured: HostNames, now: number): boolean {
  const covered = coveredBy(constraintsOf(new x509.X509Certificate(pem)), configured);
  const coversAll =
    covered.dns.length === configured.dns.length && covered.ips.length === configured.ips.length;
  return coversAll && Date.parse(new X509Certificate(pem).validTo) - now >= AUTHORITY_LEFT_MS;
}

function isGoodLeaf(
  leaf: KeyAndCertificate,
  authority: KeyAndCertificate,
  names: HostNames,
  now: number,
): boolean {
  const certificate = new X509Certificate(leaf.certificate);
  if (!certificate.verify(new X509Certificate(authority.certificate).publicKey)) return false;
  if (Date.parse(certificate.validFrom) > now || Date.parse(certificate.validTo) - now < LEAF_LEFT_MS)
    return false;
  const stated = new x509.X509Certificate(leaf.certificate).getExtension(
    x509.SubjectAlternativeNameExtension,
  );
  return stated !== null && Buffer.from(stated.value).equals(Buffer.from(subjectNames(names).value));
}
