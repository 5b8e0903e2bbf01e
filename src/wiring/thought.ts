import {
  type AccessPoint,
  type AlarmState,
  type Attempt,
  type FactorRegistry,
  whatIf,
} from '../access/index.ts';
import { type FactorKind, SallyportError } from '../kernel/index.ts';
import { type Person, SAMPLES, standingOf } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';
import { couldBeAsked, heldFactorsOf } from './held-factors.ts';
import { localTime } from './surroundings.ts';

export interface ThoughtQuestion {
  person: Person;
  point: AccessPoint;
  /** Instant. */
  at: number;
  ipAddress: string;
  alarm: AlarmState;
  /** In the order in which they are preferred; everything that the person has when absent. */
  factors?: readonly FactorKind[] | undefined;
}

interface ThoughtOptions {
  store: Pick<Repositories, 'flows' | 'passwords' | 'credentials' | 'faceSamples'>;
  factors: FactorRegistry;
}

/** Looks up what a “what if” hangs on, and thinks it through. Nothing is written. */
export function createThought({ store, factors }: ThoughtOptions) {
  return async ({
    person,
    point,
    at,
    ipAddress,
    alarm,
    factors: given,
  }: ThoughtQuestion): Promise<Attempt> => {
    const flow = await store.flows.find(point.flowId);
    if (!flow) throw new SallyportError('not_found', { sentence: 'The access point’s flow is gone.' });
    const canAsk = (kind: FactorKind) => kind === 'face' || factors[kind] !== undefined;
    const held = (await heldFactorsOf(store, person, SAMPLES.least)).filter(canAsk);
    const around = {
      ...{ local: localTime(at), alarm, ipAddress, groups: person.groups },
      leastFactors: person.secondFactor ? 2 : 1,
      couldShow: await couldBeAsked(store, person, canAsk),
    };
    const standing = standingOf(person, at);
    return whatIf({
      ...{ flow, around, held, at, accessPointId: point.id, personId: person.id },
      whyNot: standing === 'ok' ? null : standing,
      shown: given ?? held,
    });
  };
}
