import { afterEach, describe, expect, it } from 'vitest';
import { type Credential, type CredentialKind, type Factor, TRAITS } from '../../src/access/index.ts';
import { type AttemptId, type FactorKind, newId, type PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';
import { exampleCredential } from './examples.ts';

export type Context = Parameters<Factor<unknown>['verify']>[1];
/** What somebody shows, made for this very step: its attempt, its challenge, its time. */
export type Show = (context: Context) => unknown;

export const exampleContext = (change: Partial<Context> = {}): Context => ({
  attemptId: newId<AttemptId>(),
  claimedPersonId: null,
  challenge: null,
  now: 1_700_000_000_000,
  ...change,
});

/** How the suite gets a factor and what is shown to it. */
export interface FactorCase {
  kind: FactorKind;
  /** The factor as `main.ts` makes it, over the house's store. */
  // biome-ignore lint/suspicious/noExplicitAny: each factor takes the input of its own kind
  create(house: AccessHouse): Factor<any> | Promise<Factor<any>>;
  /** Gives a person this factor; answers how they show it. `nth` differs with every call in one test. */
  give(house: AccessHouse, personId: PersonId, nth: number, duress?: boolean): Promise<Show>;
  /** Of the right form, and nobody's. */
  wrong: Show;
  /** Each right input counts once only. */
  once: boolean;
  /** May have a duress twin. */
  twins: boolean;
}

/** Of known and unknown: both must lie within the noise of a network. */
const MOST_MS_APART = 2;

/** The suite that every factor passes. Adding a factor is one call of this in a test file of its own. */
export function describeFactor(subject: FactorCase): void {
  const { kind, wrong, once, twins } = subject;
  const { names } = TRAITS[kind];

  describe(`the factor ${kind}`, () => {
    const houses: AccessHouse[] = [];
    afterEach(async () => {
      for (const house of houses.splice(0)) await house.close();
    });

    async function open() {
      const house = await openAccessHouse();
      houses.push(house);
      const factor = await subject.create(house);
      const [ada, bob] = [await house.addPerson('ada', null), await house.addPerson('bob', null)];

      /** A step as it begins: with the challenge that the factor makes, and what that sends. */
      async function begin(claimedPersonId: PersonId | null): Promise<Context> {
        const context = exampleContext({ claimedPersonId, now: house.clock.now() });
        const asked = await factor.challenge?.(context);
        if (!asked?.ok) return context;
        await house.ledger.transaction(async (tx) => asked.send?.(tx));
        return { ...context, challenge: asked.keep };
      }
      const show = async (what: Show, context: Context) => factor.verify(await what(context), context);
      const use = async (answer: Awaited<ReturnType<typeof show>>) => {
        if (answer.verdict !== 'match') return false;
        const { use } = answer;
        return use ? house.ledger.transaction((tx) => use(tx)) : true;
      };
      return { house, factor, ada, bob, begin, show, use };
    }

    it('is what its traits say', async () => {
      const { factor } = await open();
      expect(factor).toMatchObject(TRAITS[kind]);
    });

    it('matches the person whose it is, and uses up nothing before the decision does', async () => {
      const { house, ada, begin, show, use } = await open();
      const right = await subject.give(house, ada, 1);
      const context = await begin(ada);
      const answer = await show(right, context);
      expect(answer).toMatchObject({ verdict: 'match', personId: ada });
      expect(answer).not.toHaveProperty('duress');
      expect(await show(right, context)).toMatchObject({ verdict: 'match', personId: ada });
      expect(await use(answer)).toBe(true);
    });

    it('says why it did not match, and as whom it was tried', async () => {
      const { house, ada, begin, show } = await open();
      await subject.give(house, ada, 1);
      for (const claimed of names ? [ada, null] : [ada]) {
        const answer = await show(wrong, await begin(claimed));
        expect(answer).toMatchObject({ verdict: 'no_match', personId: claimed });
        expect(['wrong_secret', 'unknown_credential']).toContain('reason' in answer ? answer.reason : '');
      }
    });

    it(
      names
        ? 'leads to whose it is, whoever was claimed: that they differ is the engine’s to see'
        : 'is no match for anybody but the one it was asked of',
      async () => {
        const { house, ada, bob, begin, show } = await open();
        const [right] = [await subject.give(house, ada, 1), await subject.give(house, bob, 2)];
        if (names) {
          expect(await show(right, await begin(bob))).toMatchObject({ verdict: 'match', personId: ada });
          expect(await show(right, await begin(null))).toMatchObject({ verdict: 'match', personId: ada });
          return;
        }
        const ofAda = await begin(ada);
        const input = await right(ofAda);
        expect(await show(() => input, await begin(bob))).toMatchObject({
          verdict: 'no_match',
          personId: bob,
        });
        expect(await show(() => input, await begin(null))).toMatchObject({ verdict: 'no_match' });
      },
    );

    it('is no match for somebody who has none', async () => {
      const { begin, show } = await open();
      const { house, ada } = await open();
      const right = await subject.give(house, ada, 1);
      // Made for another house: here nobody has it.
      const foreign = await begin(null);
      expect((await show(right, foreign).catch(() => ({ verdict: 'no_match' }))).verdict).toBe('no_match');
    });

    it('matches nobody whose it was once it is taken away, before the check or between check and decision', async () => {
      const { house, ada, begin, show, use } = await open();
      const right = await subject.give(house, ada, 1);
      const context = await begin(ada);
      const input = await right(context);
      const answer = await show(() => input, context);
      expect(answer.verdict).toBe('match');
      const taken = await house.store.credentials.listOf(ada);
      for (const { id } of taken) await house.store.credentials.remove(ada, id);
      await house.store.codes.remove(context.attemptId);
      if (taken.length === 0) return;
      expect(await use(answer)).toBe(false);
      expect((await show(() => input, context)).verdict).toBe('no_match');
    });

    if (once) {
      it('counts once: of two that use it at the same moment one gets it, and afterwards nobody', async () => {
        const { house, ada, begin, show, use } = await open();
        const right = await subject.give(house, ada, 1);
        const context = await begin(ada);
        const input = await right(context);
        const answers = [await show(() => input, context), await show(() => input, context)];
        const used = await Promise.all(answers.map(use));
        expect(used.filter(Boolean)).toHaveLength(1);
        const again = await show(() => input, context);
        expect(again.verdict === 'match' && (await use(again))).toBe(false);
      });
    } else {
      it('may be used again, and by two attempts at the same moment', async () => {
        const { house, ada, begin, show, use } = await open();
        const right = await subject.give(house, ada, 1);
        const answers = [await show(right, await begin(ada)), await show(right, await begin(ada))];
        expect(await Promise.all(answers.map(use))).toEqual([true, true]);
        expect(await use(await show(right, await begin(ada)))).toBe(true);
      });
    }

    if (twins) {
      it('B13 matches with a duress twin as with the ordinary one, and says so to the engine alone', async () => {
        const { house, ada, begin, show, use } = await open();
        const ordinary = await subject.give(house, ada, 1);
        const twin = await subject.give(house, ada, 2, true);
        const answer = await show(twin, await begin(ada));
        expect(answer).toMatchObject({ verdict: 'match', personId: ada, duress: true });
        expect(await use(answer)).toBe(true);
        expect(await show(ordinary, await begin(ada))).not.toHaveProperty('duress');
      });
    }

    it('takes as long for what is nobody’s as for what is somebody’s', async () => {
      const { house, ada, bob, begin, show } = await open();
      const right = await subject.give(house, ada, 1);
      const time = async (what: Show, claimed: PersonId) => {
        const context = await begin(claimed);
        const input = await what(context);
        const before = performance.now();
        await show(() => input, context);
        return performance.now() - before;
      };
      const times: Record<'known' | 'wrong' | 'without', number[]> = { known: [], wrong: [], without: [] };
      for (let round = 0; round < 41; round++) {
        times.known.push(await time(right, ada));
        times.wrong.push(await time(wrong, ada));
        times.without.push(await time(wrong, bob));
      }
      // Whoever has none is refused before anything can be answered.
      if ((await begin(bob)).challenge === null && (await begin(ada)).challenge !== null)
        times.without = times.wrong;
      const [known, ...others] = Object.values(times).map(lowerQuartile);
      for (const other of others) expect(Math.abs(other - known!)).toBeLessThan(MOST_MS_APART);
    });
  });
}

/** What the machine does besides only adds time, so the quicker ones tell most. */
const lowerQuartile = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 2]!;

/** For factors that are found by what is shown: gives a credential with this look-up. */
export async function giveCredential(
  house: AccessHouse,
  personId: PersonId,
  kind: CredentialKind,
  change: Partial<Credential>,
): Promise<Credential> {
  const credential = exampleCredential(personId, { kind, createdAt: house.clock.now(), ...change });
  await house.store.credentials.add(credential);
  return credential;
}
