import type { AlarmState, FactorRegistry, FlowActor, FlowSite, PanelOwner } from '../access/index.ts';
import { FACTOR_KINDS, type FactorKind } from '../kernel/index.ts';
import { isOwner, type Person, SAMPLES } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';
import { couldBeAsked, heldFactorsOf } from './held-factors.ts';

export interface FlowSiteOptions {
  factors: FactorRegistry;
  /** Whether mail can be sent. */
  canMail(): Promise<boolean>;
  alarm(): Promise<AlarmState>;
}

const LOOPBACK = ['127.0.0.1', '::1'];
const BY_MAIL: readonly FactorKind[] = ['email_otp', 'qr'];

/** What this installation can ask for, and who must still get into its panel. */
export function createFlowSite({ factors, canMail, alarm }: FlowSiteOptions) {
  return async (tx: Repositories, { id, ipAddress }: FlowActor): Promise<FlowSite> => {
    const missing = missingFactors(factors, await canMail());
    const canAsk = (kind: FactorKind) => missing[kind] === undefined;
    const owners: PanelOwner[] = [];
    for (const person of (await tx.people.list()).filter(isOwner))
      owners.push(await ownerAt(tx, person, canAsk));
    const addresses = [...new Set([...(ipAddress ? [ipAddress] : []), ...LOOPBACK])];
    // Nobody by id is the operator at the console.
    const mayAcceptRisks = id === null || (await tx.people.find(id))?.roles.includes('owner') === true;
    return { missing, panel: { owners, addresses, alarm: await alarm(), mayAcceptRisks } };
  };
}

/** What an owner has that can be asked for. */
export async function ownerAt(
  tx: Repositories,
  person: Person,
  canAsk: (kind: FactorKind) => boolean,
): Promise<PanelOwner> {
  const held = (await heldFactorsOf(tx, person, SAMPLES.least)).filter(canAsk);
  const couldShow = await couldBeAsked(tx, person, canAsk);
  return { id: person.id, groups: person.groups, leastFactors: person.secondFactor ? 2 : 1, held, couldShow };
}

/** What cannot be asked for, and why. A face needs no entry in the registry: it is shown by frames. */
export function missingFactors(factors: FactorRegistry, hasMail: boolean): FlowSite['missing'] {
  const missing: FlowSite['missing'] = {};
  for (const kind of FACTOR_KINDS) {
    if (kind === 'sms_otp' && !factors[kind]) missing[kind] = 'No SMS provider is set up.';
    else if (kind === 'passkey' && !factors[kind])
      missing[kind] = 'Passkeys belong to a name: set “publicUrl” to an https:// address that has one.';
    else if (kind !== 'face' && !factors[kind]) missing[kind] = 'This installation does not know it.';
    else if (BY_MAIL.includes(kind) && !hasMail)
      missing[kind] = 'It goes out by e-mail, and mail is not set up yet.';
  }
  return missing;
}
