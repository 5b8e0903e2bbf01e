import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { FIRST_FLOWS } from '../../src/access/index.ts';
import { createLedger } from '../../src/evidence/index.ts';
import { type FlowId, systemClock } from '../../src/kernel/index.ts';
import { createGroups } from '../../src/people/index.ts';
import { openStore } from '../../src/storage/index.ts';
import { flowsNaming } from '../../src/wiring/flows-naming.ts';

const ACTOR = { id: null, ipAddress: null };

test.each(['when', 'allow'] as const)(
  'a group that a flow names in “%s” cannot be removed: a condition that says “not” would hold for everybody',
  async (where) => {
    const store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
    const { chainKey } = store;
    const options = { store, clock: systemClock, chainKey, reactors: [], publish: () => {} };
    const groups = createGroups(createLedger(options), flowsNaming);
    const { id } = await groups.add('Cleaners', ACTOR);
    const [first] = FIRST_FLOWS;
    const condition = { groups: [id], not: true };
    const flow = {
      ...first!,
      id: 'night' as FlowId,
      name: 'Night',
      ...(where === 'allow' ? { allow: condition } : {}),
      steps: first!.steps.map((step) => (where === 'when' ? { ...step, when: condition } : step)),
    };
    await store.flows.add(flow);
    const refusal = { code: 'group_in_use', message: expect.stringContaining('“Night”') };
    await expect(groups.remove(id, ACTOR)).rejects.toMatchObject(refusal);
    expect(await store.groups.list()).toHaveLength(1);
    await store.flows.remove(flow.id);
    await groups.remove(id, ACTOR);
    expect(await store.groups.list()).toHaveLength(0);
    await store.close();
  },
);
