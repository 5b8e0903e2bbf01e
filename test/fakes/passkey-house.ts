import type { Attempt } from '../../src/access/index.ts';
import type { PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, openAccessHouse } from './access-house.ts';
import { askFor } from './ask-for.ts';
import { type Authenticator, createAuthenticator, type Saying } from './software-authenticator.ts';

/** A house whose panel asks for a passkey, and Ada, who has one. */
export async function openPasskeyHouse({ counts = true } = {}) {
  const house = await openAccessHouse();
  const ada: PersonId = await house.addPerson('ada', null);
  await askFor(house, ['passkey']);
  const key = createAuthenticator(ada, { counts });
  const credential = key.credential();
  await house.store.credentials.add(credential);

  /** An attempt that has its challenge. */
  async function challenged(): Promise<{ attempt: Attempt; challenge: string }> {
    const { attempt } = await house.begin();
    const { attempt: after, show } = await house.access.challenge(attempt, 'passkey');
    return { attempt: after, challenge: show!.challenge as string };
  }
  const show = async (attempt: Attempt, response: ReturnType<Authenticator['assert']>) =>
    (await house.access.show(attempt, { factor: 'passkey', response })).attempt;

  return {
    ...{ house, ada, key, credential, challenged, show },
    /** One try in an attempt of its own, in which one thing is not as it should be. */
    async say(saying: Partial<Saying>, signer: Authenticator = key) {
      const { attempt, challenge } = await challenged();
      return show(attempt, signer.assert({ challenge, ...saying }));
    },
  };
}
export type PasskeyHouse = Awaited<ReturnType<typeof openPasskeyHouse>> & { house: AccessHouse };
