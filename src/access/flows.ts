import type { RecordEvents } from '../evidence/index.ts';
import { type AccessPointId, type FlowId, type PersonId, SallyportError } from '../kernel/index.ts';
import type { SettingsChange } from '../people/index.ts';
import { type AccessPoint, PANEL_ACCESS_POINT_ID } from './access-point.ts';
import { checkFlow, type FlowFault, type FlowSite } from './check-flow.ts';
import type { Flow, FlowDraft, FlowRepository } from './flow.ts';
import type { Preset } from './presets/preset.ts';
import type { AccessPointRepository } from './repositories.ts';

interface FlowReads {
  flows: FlowRepository;
  accessPoints: AccessPointRepository;
}

interface FlowTransaction extends FlowReads {
  record: RecordEvents;
}

/** Who changes a flow, and from where: also what an owner must not be shut out from. */
export interface FlowActor {
  id: PersonId | null;
  ipAddress: string | null;
}

export interface FlowsOptions<Reads extends FlowReads> {
  ledger: { transaction<T>(work: (tx: Reads & { record: RecordEvents }) => Promise<T>): Promise<T> };
  /** The same, as it was committed last: for asking without changing anything. */
  store: Reads;
  /** What a flow is held against, as it is in this transaction. `panel` as if the panel used it. */
  site(tx: Reads, actor: FlowActor): Promise<FlowSite>;
  /** Makes the site’s settings what a preset needs; answers what changed. */
  applySettings(tx: Reads, settings: NonNullable<Preset['settings']>): Promise<SettingsChange[]>;
}

export interface Flows {
  /** Why it could not be saved, as things stand; `id` of the flow that it would take the place of. */
  check(draft: FlowDraft, id: FlowId | null, actor: FlowActor): Promise<FlowFault[]>;
  /** These throw `flow_refused` with what `check` finds. */
  add(draft: FlowDraft, actor: FlowActor): Promise<Flow>;
  change(id: FlowId, draft: FlowDraft, actor: FlowActor): Promise<Flow>;
  /** Throws `flow_in_use`, `not_found`. */
  remove(id: FlowId, actor: FlowActor): Promise<void>;
  addPoint(point: Omit<AccessPoint, 'id'>, actor: FlowActor): Promise<AccessPoint>;
  /** Throws `flow_refused` when the panel would be closed to every owner. */
  changePoint(
    id: AccessPointId,
    change: Pick<AccessPoint, 'name' | 'place' | 'flowId'> & Partial<Pick<AccessPoint, 'screens'>>,
    actor: FlowActor,
  ): Promise<AccessPoint>;
  /** A flow and the access point that asks for it, both or neither. */
  install(
    preset: Preset,
    point: Partial<Pick<AccessPoint, 'name' | 'place'>>,
    actor: FlowActor,
  ): Promise<{ flow: Flow; point: AccessPoint }>;
}

const by = ({ id, ipAddress }: FlowActor) => ({ actorId: id, ipAddress });

export function createFlows<Reads extends FlowReads>(options: FlowsOptions<Reads>): Flows {
  const { ledger, store, site } = options;
  type Tx = Reads & { record: RecordEvents };

  const usedAt = async (tx: FlowReads, id: FlowId | null) =>
    (await tx.accessPoints.list()).filter(({ flowId }) => flowId === id);

  async function faultsOf(tx: Reads, draft: FlowDraft, id: FlowId | null, actor: FlowActor) {
    const asPanel = (await usedAt(tx, id)).some((point) => point.id === PANEL_ACCESS_POINT_ID);
    const { missing, panel } = await site(tx, actor);
    return checkFlow(draft, { missing, panel: asPanel ? panel : null });
  }

  async function demand(tx: Reads, draft: FlowDraft, id: FlowId | null, actor: FlowActor): Promise<void> {
    const faults = await faultsOf(tx, draft, id, actor);
    if (faults[0])
      throw new SallyportError('flow_refused', { sentence: faults[0].sentence, details: { faults } });
  }

  async function getFlow(tx: FlowReads, id: FlowId): Promise<Flow> {
    const flow = await tx.flows.find(id);
    if (!flow) throw new SallyportError('not_found', { sentence: 'There is no such flow.' });
    return flow;
  }

  async function write(tx: Tx, draft: FlowDraft, actor: FlowActor): Promise<Flow> {
    await demand(tx, draft, null, actor);
    const id = await freeId<FlowId>(draft.name, 'flow', async (one) => (await tx.flows.find(one)) !== null);
    const flow: Flow = { ...draft, id };
    await tx.flows.add(flow);
    const preset = draft.preset ? { preset: draft.preset } : {};
    await tx.record([{ type: 'flow.added', facts: { flow: flow.id, ...preset }, ...by(actor) }]);
    await tellRisks(tx, flow, [], actor);
    return flow;
  }

  async function writePoint(tx: FlowTransaction, point: AccessPoint, actor: FlowActor): Promise<AccessPoint> {
    await tx.accessPoints.add(point);
    const facts = { kind: point.kind, flow: point.flowId };
    await tx.record([{ type: 'access_point.added', facts, accessPointId: point.id, ...by(actor) }]);
    return point;
  }

  return {
    check: (draft, id, actor) => faultsOf(store, draft, id, actor),
    add: (draft, actor) => ledger.transaction((tx) => write(tx, draft, actor)),

    change: (id, draft, actor) =>
      ledger.transaction(async (tx) => {
        const before = await getFlow(tx, id);
        const after: Flow = { ...draft, ...(before.preset ? { preset: before.preset } : {}), id };
        const change = changeOf(before, after);
        if (!change) return before;
        await demand(tx, after, id, actor);
        await tx.flows.update(after);
        await tx.record([{ type: 'flow.changed', facts: { flow: id, ...change }, ...by(actor) }]);
        await tellRisks(tx, after, before.accepted, actor);
        return after;
      }),

    remove: (id, actor) =>
      ledger.transaction(async (tx) => {
        await getFlow(tx, id);
        const [user] = await usedAt(tx, id);
        if (user) {
          const sentence = `${user.name} uses this flow. Give it another one first.`;
          throw new SallyportError('flow_in_use', { sentence });
        }
        await tx.flows.remove(id);
        await tx.record([{ type: 'flow.removed', facts: { flow: id }, ...by(actor) }]);
      }),

    addPoint: (point, actor) =>
      ledger.transaction(async (tx) => {
        await getFlow(tx, point.flowId);
        return writePoint(tx, { ...point, id: await freePointId(tx, point.name) }, actor);
      }),

    changePoint: (id, change, actor) =>
      ledger.transaction(async (tx) => {
        const before = await tx.accessPoints.find(id);
        if (!before) throw new SallyportError('not_found');
        const flow = await getFlow(tx, change.flowId);
        const after: AccessPoint = { ...before, ...change };
        if (after.kind === 'login') after.screens = 'any';
        const changed = changeOf(before, after);
        if (!changed) return before;
        await tx.accessPoints.update(after);
        // Held against the point as it is now.
        if (changed.fields.includes('flowId')) await demand(tx, flow, flow.id, actor);
        await tx.record([{ type: 'access_point.changed', facts: changed, accessPointId: id, ...by(actor) }]);
        return after;
      }),

    install: (preset, { name, place }, actor) =>
      ledger.transaction(async (tx) => {
        const flow = await write(tx, { ...preset.flow, preset: preset.name }, actor);
        const point: AccessPoint = {
          id: await freePointId(tx, name ?? preset.point.name),
          name: name ?? preset.point.name,
          place: place ?? preset.point.place,
          kind: 'kiosk',
          flowId: flow.id,
          screens: 'paired',
        };
        const changed = await options.applySettings(tx, preset.settings ?? {});
        await tx.record(changed.map((facts) => ({ type: 'settings.changed' as const, facts, ...by(actor) })));
        return { flow, point: await writePoint(tx, point, actor) };
      }),
  };
}

async function tellRisks(tx: FlowTransaction, flow: Flow, before: readonly string[], actor: FlowActor) {
  const risks = flow.accepted.filter((risk) => !before.includes(risk));
  if (risks.length > 0)
    await tx.record([{ type: 'flow.risk_accepted', facts: { flow: flow.id, risks }, ...by(actor) }]);
}

/** What the log tells of a change: nothing in a flow or an access point is secret. Null when there is none. */
function changeOf<Kept extends Flow | AccessPoint>(before: Kept, after: Kept) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Kept & string)[];
  const fields = names.filter((one) => JSON.stringify(before[one]) !== JSON.stringify(after[one]));
  if (fields.length === 0) return null;
  const of = (kept: Kept) => Object.fromEntries(fields.map((one) => [one, kept[one] ?? null]));
  return { fields, before: of(before), after: of(after) };
}

/** What stands in a kiosk's address, which people type into tablets. */
const freePointId = (tx: FlowReads, name: string): Promise<AccessPointId> =>
  freeId(name, 'kiosk', async (id) => (await tx.accessPoints.find(id)) !== null);

/** Ids have 36 characters at most. */
const LONGEST_SLUG = 30;

/** A readable id, for the log holds ids: the name in small letters, with a number when it is taken. */
async function freeId<Id extends FlowId | AccessPointId>(
  name: string,
  otherwise: string,
  isTaken: (id: Id) => Promise<boolean>,
): Promise<Id> {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const slug = plain.slice(0, LONGEST_SLUG).replace(/^-|-$/g, '') || otherwise;
  for (let n = 1; ; n++) {
    const id = (n === 1 ? slug : `${slug}-${n}`) as Id;
    if (!(await isTaken(id))) return id;
  }
}
