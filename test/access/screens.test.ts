import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScreens, type Screen, type Screens } from '../../src/access/index.ts';
import type { AccessPointId, FlowId } from '../../src/kernel/index.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';

const [READER, TABLET, AFAR] = ['192.0.2.70', '192.0.2.5', '203.0.113.9'];
const [DOOR, GATE] = ['door' as AccessPointId, 'gate' as AccessPointId];
let house: AccessHouse;
let screens: Screens;
beforeEach(async () => {
  house = await openAccessHouse();
  screens = createScreens({ ledger: house.ledger, store: house.store, clock: house.clock });
  const steps = (['card', 'pin'] as const).map((kind) => ({ anyOf: [kind], timeLimitMs: 30_000 }));
  const flow = { id: 'door' as FlowId, name: 'Door', description: '', steps, accepted: [] };
  await house.store.flows.add(flow);
  for (const id of [DOOR, GATE])
    await house.store.accessPoints.add({
      ...{ id, name: id, place: '', kind: 'kiosk', screens: 'paired', flowId: flow.id },
    });
});
afterEach(() => house.close());

const offer = async (accessPointId = DOOR) =>
  (await screens.offer({ accessPointId, name: 'Tablet' }, house.actor)).code;
const pairAt = async (accessPointId = DOOR, former: Screen | null = null) =>
  screens.pair(await offer(accessPointId), former, TABLET!);
const pointOf = async (id: AccessPointId) => (await house.store.accessPoints.find(id))!;
const beginAt = async (id: AccessPointId, from: { ipAddress: string; screen?: Screen | null }) =>
  house.access.begin(await pointOf(id), from);
const refused = (code: string) => expect.objectContaining({ code });

describe('E2 where only paired screens may be the screen', () => {
  it('a browser from the network begins nothing: no attempt, no siren, no row', async () => {
    await expect(beginAt(DOOR, { ipAddress: AFAR! })).rejects.toEqual(refused('screen_not_paired'));
    expect(await house.store.attempts.listOpenAt(DOOR, house.clock.now())).toEqual([]);
  });

  it('nor does one that is paired with another place', async () => {
    const { screen } = await pairAt(GATE);
    await expect(beginAt(DOOR, { ipAddress: TABLET!, screen })).rejects.toEqual(refused('screen_not_paired'));
    expect((await beginAt(GATE, { ipAddress: TABLET!, screen })).attempt.status).toBe('open');
  });

  it('this machine itself does, and its readers do', async () => {
    for (const ipAddress of ['127.0.0.1', '::1'])
      expect((await beginAt(DOOR, { ipAddress })).attempt.status).toBe('open');
    const kept = { name: 'Reader', accessPointId: DOOR, leastConfidence: 60 };
    const { reader } = await house.readers.add(kept, house.actor);
    const report = { kind: 'card' as const, uid: '3DD5FCFF' };
    expect((await house.reports.report(reader, report, READER!)).attempt.status).toBe('denied');
  });

  it('one that was removed does not any more', async () => {
    const { screen, key } = await pairAt();
    await screens.remove(screen.id, house.actor);
    expect(await screens.authenticate(key)).toBeNull();
    await expect(screens.remove(screen.id, house.actor)).rejects.toEqual(refused('not_found'));
    await expect(
      beginAt(DOOR, { ipAddress: TABLET!, screen: await screens.authenticate(key) }),
    ).rejects.toEqual(refused('screen_not_paired'));
  });
});

describe('B2 a paired screen beside a reader at another address', () => {
  it('is taken forward by the card, without a word about networks, whoever else waits', async () => {
    const ada = await house.addPerson('ada', 0);
    await house.giving.give(ada, { kind: 'card', uid: '3DD5FCFF', label: 'Fob', duress: false }, house.actor);
    const kept = { name: 'Reader', accessPointId: DOOR, leastConfidence: 60 };
    const { reader } = await house.readers.add(kept, house.actor);
    const { screen } = await pairAt();
    const { token } = await beginAt(DOOR, { ipAddress: TABLET!, screen });
    await beginAt(DOOR, { ipAddress: '127.0.0.1' });
    await house.reports.report(reader, { kind: 'card', uid: '3DD5FCFF' }, READER!);
    expect(await house.access.authenticate(token)).toMatchObject({ stepIndex: 1, personId: ada });
  });

  it('is not, where it belongs to another place and the kiosk is open to any browser', async () => {
    const kept = { name: 'Reader', accessPointId: DOOR, leastConfidence: 60 };
    const { reader } = await house.readers.add(kept, house.actor);
    await house.store.accessPoints.update({ ...(await pointOf(DOOR)), screens: 'any' });
    const { screen } = await pairAt(GATE);
    const { token } = await beginAt(DOOR, { ipAddress: AFAR!, screen });
    await house.reports.report(reader, { kind: 'card', uid: '3DD5FCFF' }, READER!);
    expect(await house.access.authenticate(token)).toMatchObject({
      ...{ status: 'open', stepIndex: 0, screenId: null, personId: null },
    });
  });

  it('is not, where two of them wait: nobody can say which is meant', async () => {
    const kept = { name: 'Reader', accessPointId: DOOR, leastConfidence: 60 };
    const { reader } = await house.readers.add(kept, house.actor);
    const tokens = [];
    for (const _ of [1, 2]) {
      const { screen } = await pairAt();
      tokens.push((await beginAt(DOOR, { ipAddress: TABLET!, screen })).token);
    }
    await house.reports.report(reader, { kind: 'card', uid: '3DD5FCFF' }, READER!);
    for (const token of tokens)
      expect(await house.access.authenticate(token)).toMatchObject({ status: 'open', stepIndex: 0 });
  });
});

describe('a pairing code', () => {
  it('makes one browser a screen, as it is typed by people, and the log says who made it and from where it was used', async () => {
    const code = await offer();
    expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
    const { screen, key } = await screens.pair(typed, null, TABLET!);
    expect(await screens.authenticate(key)).toEqual(screen);
    expect(await house.store.screens.list()).toEqual([screen]);
    expect(house.events.at(-1)).toMatchObject({
      ...{ type: 'screen.paired', facts: { screenId: screen.id }, accessPointId: DOOR },
      ...{ actorId: house.actor.id, ipAddress: TABLET },
    });
    expect(JSON.stringify(house.events)).not.toContain(code);
  });

  it('is good once, also for two at once, and for ten minutes', async () => {
    const code = await offer();
    const both = await Promise.allSettled([1, 2].map(() => screens.pair(code, null, TABLET!)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const late = await offer();
    house.clock.time += 10 * 60_000;
    await expect(screens.pair(late, null, TABLET!)).rejects.toEqual(refused('pairing_code_wrong'));
    for (const wrong of ['', 'ABCDEFGH', '0'.repeat(40)])
      await expect(screens.pair(wrong, null, TABLET!)).rejects.toEqual(refused('pairing_code_wrong'));
    expect(await house.store.screens.list()).toHaveLength(1);
  });

  it('is made for no sign-in and for no place that there is not', async () => {
    await expect(offer('panel' as AccessPointId)).rejects.toEqual(refused('bad_input'));
    await expect(offer('nowhere' as AccessPointId)).rejects.toEqual(refused('not_found'));
  });

  it('moves a tablet: its former pairing ends with the new one', async () => {
    const first = await pairAt(DOOR);
    const second = await pairAt(GATE, first.screen);
    expect(await house.store.screens.list()).toEqual([second.screen]);
    expect(await screens.authenticate(first.key)).toBeNull();
    expect(house.events.slice(-2).map(({ type }) => type)).toEqual(['screen.removed', 'screen.paired']);
  });

  it('leaves a key of which no half opens anything', async () => {
    const { screen, key } = await pairAt();
    const [id, secret] = key.split('.');
    for (const wrong of [id!, `${id}.`, `${id}.wrong`, `other.${secret}`, `${key}.x`, '.', ''])
      expect(await screens.authenticate(wrong)).toBeNull();
    expect(JSON.stringify(screen)).not.toContain(secret);
  });
});
