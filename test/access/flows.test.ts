import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlows, FIRST_FLOWS, type FlowDraft, PRESETS } from '../../src/access/index.ts';
import { createLedger } from '../../src/evidence/index.ts';
import type { AccessPointId, FlowId } from '../../src/kernel/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';

const ACTOR = { id: null, ipAddress: '192.0.2.5' };
const PASSWORD: FlowDraft = {
  ...{ name: 'Night Shift!', description: '', accepted: [] },
  steps: [{ anyOf: ['password'], timeLimitMs: 30_000 }],
};
const EMPTY = { ...PASSWORD, steps: [] };
const DOOR = { name: 'Door', place: 'Hall', kind: 'kiosk' as const, screens: 'any' as const };
const NONE = 'none' as FlowId;

let store: Store;
let flows: ReturnType<typeof build>;
beforeEach(async () => {
  store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  flows = build();
});
afterEach(() => store.close());

function build() {
  const clock = { now: () => 5_000 };
  const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
  const site = async () => ({ missing: {}, panel: null });
  return createFlows({ ledger, store, site, applySettings: async () => [] });
}

const told = async () => (await store.events.list({ limit: 50 })).map(({ type }) => type);

describe('a flow', () => {
  it('has a readable id of its own, whatever its name', async () => {
    const names = ['Night Shift!', 'Night  shift', 'Pförtner', '★', '¡!'];
    const ids = [];
    for (const name of names) ids.push((await flows.add({ ...PASSWORD, name }, ACTOR)).id);
    expect(ids).toEqual(['night-shift', 'night-shift-2', 'pfo-rtner', 'flow', 'flow-2']);
  });

  it('that cannot be used changes nothing, neither new nor in the place of one that can', async () => {
    const { id } = await flows.add(PASSWORD, ACTOR);
    const before = [await store.flows.list(), await told()];
    await expect(flows.add(EMPTY, ACTOR)).rejects.toMatchObject({ code: 'flow_refused' });
    await expect(flows.change(id, EMPTY, ACTOR)).rejects.toMatchObject({ code: 'flow_refused' });
    expect([await store.flows.list(), await told()]).toEqual(before);
  });

  it('that is as it was is not changed, and nothing is said of it', async () => {
    const { id } = await flows.add(PASSWORD, ACTOR);
    await flows.change(id, PASSWORD, ACTOR);
    expect(await told()).toEqual(['flow.added']);
    await flows.change(id, { ...PASSWORD, name: 'Day' }, ACTOR);
    expect(await told()).toEqual(['flow.changed', 'flow.added']);
  });

  it('that there is not can be neither changed nor removed nor asked for', async () => {
    for (const doing of [
      flows.change(NONE, PASSWORD, ACTOR),
      flows.remove(NONE, ACTOR),
      flows.addPoint({ ...DOOR, flowId: NONE }, ACTOR),
    ])
      await expect(doing).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.accessPoints.list()).toEqual([]);
  });

  it('says once which risk was accepted, and not again where it already was', async () => {
    const face: FlowDraft = { ...PASSWORD, steps: [{ anyOf: ['face'], timeLimitMs: 20_000 }] };
    const accepted: FlowDraft = { ...face, accepted: ['face_alone'] };
    const { id } = await flows.add(accepted, ACTOR);
    await flows.change(id, { ...accepted, name: 'Face' }, ACTOR);
    expect((await told()).filter((type) => type === 'flow.risk_accepted')).toHaveLength(1);
  });
});

describe('an access point', () => {
  it('says which of its fields were changed, before and after, and nothing when none was', async () => {
    const [one, other] = [await flows.add(PASSWORD, ACTOR), await flows.add(PASSWORD, ACTOR)];
    const point = await flows.addPoint({ ...DOOR, flowId: one.id }, ACTOR);
    const same = { name: 'Door', place: 'Hall', flowId: one.id };
    await flows.changePoint(point.id, same, ACTOR);
    await flows.changePoint(point.id, { ...same, name: 'Gate' }, ACTOR);
    await flows.changePoint(point.id, { ...same, name: 'Gate', flowId: other.id }, ACTOR);
    const changes = (await store.events.list({ limit: 50 }))
      .filter(({ type }) => type === 'access_point.changed')
      .map(({ facts }) => facts);
    expect(changes).toEqual([
      { fields: ['flowId'], before: { flowId: one.id }, after: { flowId: other.id } },
      { fields: ['name'], before: { name: 'Door' }, after: { name: 'Gate' } },
    ]);
  });

  it('that there is not, or that would ask by no flow, is refused', async () => {
    const { id: flowId } = await flows.add(PASSWORD, ACTOR);
    const change = { name: 'Door', place: 'Hall', flowId };
    await expect(flows.changePoint('no' as AccessPointId, change, ACTOR)).rejects.toMatchObject({
      code: 'not_found',
    });
    const point = await flows.addPoint({ ...DOOR, flowId }, ACTOR);
    await expect(flows.changePoint(point.id, { ...change, flowId: NONE }, ACTOR)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await store.accessPoints.list())[0]).toMatchObject({ flowId });
  });
});

describe('a preset', () => {
  const preset = PRESETS.find(({ name }) => name === 'door-two-factor')!;

  it('is set up under its own name and place, or under those that are given', async () => {
    const first = await flows.install(preset, {}, ACTOR);
    expect(first.point).toMatchObject({ ...preset.point, flowId: first.flow.id });
    const second = await flows.install(preset, { name: 'Gate', place: 'Garden' }, ACTOR);
    expect(second.point).toMatchObject({ name: 'Gate', place: 'Garden', flowId: second.flow.id });
    expect(second.flow.id).not.toBe(first.flow.id);
  });

  it('stays what a flow was made from when the flow is changed', async () => {
    const { flow } = await flows.install(preset, {}, ACTOR);
    expect(await flows.change(flow.id, PASSWORD, ACTOR)).toMatchObject({
      name: PASSWORD.name,
      preset: preset.name,
    });
    expect((await store.flows.find(flow.id))?.preset).toBe(preset.name);
    const { preset: none } = await flows.add(FIRST_FLOWS[0]!, ACTOR);
    expect(none).toBeUndefined();
  });
});
