import { issueQr, issueQrTwin } from '../../access/index.ts';
import type { Person } from '../../people/index.ts';
import { actorOf, by } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type OwnCodeRoutes = Pick<Handlers, 'getOwnQr' | 'issueOwnQr' | 'issueOwnQrTwin' | 'renewOwnPin'>;

/** One's own QR code and PIN. A twin is shown when it is made and never again: no page tells whether there is one. */
export function ownCodeRoutes({ store, ledger, clock, giving, drawQr }: HttpServices): OwnCodeRoutes {
  const draw = async (text: string) =>
    `data:image/png;base64,${Buffer.from(await drawQr(text)).toString('base64')}`;
  const holderOf = ({ id }: Person) => ({ personId: id, attemptId: null, now: clock.now() });

  async function viewQr({ id, email }: Person) {
    const held = await store.credentials.listOf(id);
    const found = held.find(({ kind, duress }) => kind === 'qr' && !duress);
    const qr = found?.lookup ? { image: await draw(found.lookup), issuedAt: found.createdAt } : null;
    return { qr, mailed: email !== null };
  }

  return {
    getOwnQr: ({ caller }) => viewQr(caller.signedIn!.person),

    async issueOwnQr({ caller }) {
      const { person } = caller.signedIn!;
      await ledger.transaction(async (tx) => {
        await tx.record([{ ...(await issueQr(tx, holderOf(person))), ...by(caller) }]);
      });
      return viewQr(person);
    },

    async issueOwnQrTwin({ caller }) {
      const text = await ledger.transaction(async (tx) => {
        const twin = await issueQrTwin(tx, holderOf(caller.signedIn!.person));
        await tx.record([{ ...twin.draft, ...by(caller) }]);
        return twin.text;
      });
      return { image: await draw(text) };
    },

    async renewOwnPin({ body, caller }) {
      return { pin: await giving.renewPin(caller.signedIn!.person.id, body.duress, actorOf(caller)) };
    },
  };
}
