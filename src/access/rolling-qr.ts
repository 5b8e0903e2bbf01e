import type { Consequence } from '../evidence/index.ts';
import type { EventDraft, EventRecord, EventType, PersonId } from '../kernel/index.ts';
import { type PersonRepository, readSection } from '../people/index.ts';
import type { CredentialRepository } from './credential.ts';
import type { FactorTransaction } from './factors/factor.ts';
import { issueQr } from './factors/qr.ts';
import type { FlowRepository } from './flow.ts';
import { QR_SETTINGS } from './qr-settings.ts';
import type { AccessPointRepository } from './repositories.ts';

export interface QrTransaction {
  credentials: FactorTransaction['credentials'] & Pick<CredentialRepository, 'listOf'>;
  people: Pick<PersonRepository, 'find' | 'list'>;
  flows: Pick<FlowRepository, 'find'>;
  accessPoints: Pick<AccessPointRepository, 'list'>;
  settings: { get(name: string): Promise<unknown> };
}

/** After these an access point may ask for a QR code that some people do not have yet. */
const FLOW_CHANGES: EventType[] = ['flow.changed', 'access_point.added', 'access_point.changed'];

/**
 * Keeps QR codes rolling, in the transaction of the event: each login voids the code and issues the next, and whoever is
 * registered gets a first one as soon as some access point asks for it.
 */
export function createQrRolling(): Consequence<QrTransaction> {
  return async (event, tx) => {
    if (event.type === 'attempt.granted') return rollAfter(event, tx);
    const registered = event.type === 'person.added' || event.type === 'person.reactivated';
    if (!registered && !FLOW_CHANGES.includes(event.type)) return [];
    if (!(await isAskedFor(tx))) return [];
    const people = registered ? [await tx.people.find(event.personId!)] : await tx.people.list();
    const drafts: EventDraft[] = [];
    for (const person of people)
      if (person?.status === 'active' && !(await holdsQr(tx, person.id)))
        drafts.push(await issueQr(tx, { personId: person.id, attemptId: null, now: event.at }));
    return drafts;
  };
}

async function rollAfter(
  { facts, personId, attemptId = null, at }: EventRecord & { type: 'attempt.granted' },
  tx: QrTransaction,
): Promise<EventDraft[]> {
  const rolledAlready = facts.factors?.includes('qr');
  if (!personId || rolledAlready || !(await holdsQr(tx, personId))) return [];
  if (!(await readSection(QR_SETTINGS, tx.settings)).rollAtEveryLogin) return [];
  return [await issueQr(tx, { personId, attemptId, now: at })];
}

const holdsQr = async ({ credentials }: QrTransaction, personId: PersonId): Promise<boolean> =>
  (await credentials.listOf(personId)).some(({ kind, duress }) => kind === 'qr' && !duress);

async function isAskedFor({ accessPoints, flows }: QrTransaction): Promise<boolean> {
  for (const flowId of new Set((await accessPoints.list()).map((point) => point.flowId))) {
    const flow = await flows.find(flowId);
    if (flow?.steps.some(({ anyOf }) => anyOf.includes('qr'))) return true;
  }
  return false;
}
