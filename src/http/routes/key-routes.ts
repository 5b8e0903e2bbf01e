import { type Credential, type CredentialKind, passkeySecretOf } from '../../access/index.ts';
import { type CredentialId, SallyportError } from '../../kernel/index.ts';
import { actorOf } from '../caller.ts';
import type { Caller, Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type KeyRoutes = Pick<
  Handlers,
  | 'listOwnPasskeys'
  | 'beginOwnPasskey'
  | 'addOwnPasskey'
  | 'renameOwnPasskey'
  | 'removeOwnPasskey'
  | 'listOwnAuthenticators'
  | 'beginOwnAuthenticator'
  | 'confirmOwnAuthenticator'
  | 'removeOwnAuthenticator'
>;

/** One's own passkeys and authenticator apps: no route takes the id of a person. */
export function keyRoutes(services: HttpServices): KeyRoutes {
  const { store, giving, totpEnrolment, passkeyEnrolment, passkeySite } = services;
  const self = (caller: Caller) => caller.signedIn!.person;

  /** A twin is listed as one more: whoever looks over a shoulder cannot tell. */
  async function listOwn(caller: Caller, kind: CredentialKind): Promise<Credential[]> {
    const all = await store.credentials.listOf(self(caller).id);
    return all.filter((one) => one.kind === kind);
  }

  async function getOwn(caller: Caller, kind: CredentialKind, id: string): Promise<Credential> {
    const found = (await listOwn(caller, kind)).find((one) => one.id === id);
    if (!found) throw new SallyportError('not_found');
    return found;
  }

  async function takeOwn(caller: Caller, kind: CredentialKind, id: string): Promise<void> {
    const { personId, id: credentialId } = await getOwn(caller, kind, id);
    await giving.take(personId, credentialId, actorOf(caller));
  }

  return {
    async listOwnPasskeys({ caller }) {
      const passkeys = (await listOwn(caller, 'passkey')).map(viewPasskey);
      return { passkeys, addresses: passkeySite()?.origins ?? [] };
    },

    beginOwnPasskey: async ({ caller }) => ({ options: { ...(await passkeyEnrolment.begin(self(caller))) } }),

    async addOwnPasskey({ body, caller }) {
      const { label, response } = body;
      return viewPasskey(await passkeyEnrolment.finish(self(caller).id, label, response, actorOf(caller)));
    },

    async renameOwnPasskey({ params, body, caller }) {
      const id = params.id as CredentialId;
      await getOwn(caller, 'passkey', id);
      await passkeyEnrolment.rename(self(caller).id, id, body.label, actorOf(caller));
      return viewPasskey(await getOwn(caller, 'passkey', id));
    },

    removeOwnPasskey: ({ params, caller }) => takeOwn(caller, 'passkey', params.id) as Promise<undefined>,

    async listOwnAuthenticators({ caller }) {
      const own = await listOwn(caller, 'totp');
      return { authenticators: own.map(({ id, label, createdAt }) => ({ id, label, createdAt })) };
    },

    beginOwnAuthenticator: ({ body, caller }) => totpEnrolment.begin(self(caller), body),

    async confirmOwnAuthenticator({ body, caller }) {
      await totpEnrolment.confirm(self(caller).id, body.code, actorOf(caller));
    },

    removeOwnAuthenticator: ({ params, caller }) => takeOwn(caller, 'totp', params.id) as Promise<undefined>,
  };
}

const viewPasskey = (credential: Credential) => {
  const { id, label, createdAt, usedAt } = credential;
  return { id, label, createdAt, usedAt, site: passkeySecretOf(credential).rpId };
};
