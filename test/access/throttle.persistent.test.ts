import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createThrottling } from '../../src/access/index.ts';
import type { AccessPointId, PersonId } from '../../src/kernel/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';

let folder: string;
let store: Store;
const clock = { time: 1_700_000_000_000, now: () => clock.time };
const open = () => openStore({ file: join(folder, 'test.db'), masterKey: new Uint8Array(32).fill(7) });
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-throttle-'));
  store = await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const who = (more: object = {}) => ({
  personId: 'ada' as PersonId,
  ipAddress: '192.0.2.1',
  accessPointId: 'door' as AccessPointId,
  ...more,
});

async function fail(times: number, of: Parameters<ReturnType<typeof createThrottling>['keysOf']>[0]) {
  const throttling = createThrottling(clock, store.lookupHash);
  const keys = throttling.keysOf(of);
  for (let i = 0; i < times; i++)
    await store.transaction(({ throttles }) => throttling.count(throttles, keys));
}
const waitOf = (of: Parameters<typeof fail>[1]) => {
  const throttling = createThrottling(clock, store.lookupHash);
  return throttling.wait(store.throttles, throttling.keysOf(of));
};

it('a wait outlasts a restart, and grows with the next failure after it', async () => {
  await fail(5, who());
  expect(await waitOf(who())).toBe(30_000);
  await store.close();
  store = await open();
  expect(await waitOf(who())).toBe(30_000);
  clock.time += 30_000;
  expect(await waitOf(who())).toBe(0);
  await fail(1, who());
  expect(await waitOf(who())).toBe(60_000);
});

it('a person, an address and an access point are each counted by themselves', async () => {
  await fail(5, who());
  const elsewhere = { ipAddress: '198.51.100.9', accessPointId: 'gate' as AccessPointId };
  expect(await waitOf(who(elsewhere))).toBeGreaterThan(0);
  expect(await waitOf(who({ personId: 'bob' as PersonId }))).toBe(0);
  await fail(15, who({ personId: null }));
  const fromThere = { personId: 'bob' as PersonId, accessPointId: 'gate' as AccessPointId };
  expect(await waitOf(who(fromThere))).toBeGreaterThan(0);
  const another = { personId: 'bob' as PersonId, ipAddress: '198.51.100.9' };
  expect(await waitOf(who(another))).toBe(0);
  await fail(30, who({ personId: null, ipAddress: '203.0.113.5' }));
  expect(await waitOf(who(another))).toBeGreaterThan(0);
});

it('a day without a failure forgets a person’s, the fair way back', async () => {
  await fail(9, who());
  clock.time += 86_400_001;
  await fail(1, who());
  expect(await waitOf(who())).toBe(0);
});
