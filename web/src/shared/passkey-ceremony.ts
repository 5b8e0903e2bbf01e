import { browserSupportsWebAuthn, WebAuthnError } from '@simplewebauthn/browser';
import { isOnlyHere } from './only-here.ts';

/** Why this page can use no passkey, in words that say what to do; null when it can. */
export function whyNoPasskeys(addresses: readonly string[] = []): string | null {
  const { hostname, protocol, port } = window.location;
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('[')) {
    const here = isOnlyHere(hostname);
    const others = addresses.filter((one) => here || new URL(one).hostname !== 'localhost');
    const name = others[0] ?? (here ? `${protocol}//localhost${port ? `:${port}` : ''}` : null);
    const where = name ? `at ${name}` : 'by the server’s name';
    return `Passkeys belong to a name, and this page was opened by a number (${hostname}). Open it ${where} instead.`;
  }
  if (!window.isSecureContext)
    return 'Passkeys work over HTTPS only. Open this page by its https:// address.';
  if (!browserSupportsWebAuthn()) return 'This browser has no passkeys. Use a newer one, or another device.';
  return null;
}

/** What the browser said when no passkey came of it. */
export function ceremonyProblem(thrown: unknown): string {
  if (thrown instanceof WebAuthnError && thrown.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return 'This device has a passkey for you already. Use that one, or remove it first.';
  if (thrown instanceof Error && thrown.name === 'SecurityError')
    return 'The browser allows no passkey at this address. Open this page by the server’s name.';
  return 'No passkey was chosen. Try again, and confirm on the device that holds it.';
}
