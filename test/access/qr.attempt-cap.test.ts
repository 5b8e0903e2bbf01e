import { afterEach, beforeEach, expect, it } from 'vitest';
import { frame } from '../fakes/access-house.ts';
import { type CodeHouse, openCodeHouse, PASSWORD, QR } from '../fakes/code-house.ts';

let house: CodeHouse;
beforeEach(async () => {
  house = await openCodeHouse([PASSWORD, QR]);
  await house.addPerson('ada', null);
});
afterEach(() => house.close());

it('D5 five wrong readings deny, codes of other systems among them', async () => {
  const { id } = await house.beginAs('ada');
  const wrong = ['https://example.org', 'WIFI:S:cafe;;', `SP1.${'a'.repeat(43)}`, 'SP1.short', 'SP2.x'];
  for (const [count, text] of wrong.entries()) {
    expect(await house.current(id)).toMatchObject({ status: 'open', wrongTries: count });
    await house.access.showFrame(await house.current(id), frame(`qr:${text}`));
  }
  expect(await house.current(id)).toMatchObject({ status: 'denied', reason: 'unknown_credential' });
  const failed = house.events.filter(({ type }) => type === 'attempt.step_failed');
  expect(failed.map(({ facts }) => 'left' in facts && facts.left)).toEqual([4, 3, 2, 1]);
});

it('D5 the same wrong code held to the camera is one reading, not one a frame', async () => {
  const { id } = await house.beginAs('ada');
  for (let i = 0; i < 20; i++)
    await house.access.showFrame(await house.current(id), frame('qr:https://example.org'));
  expect(await house.current(id)).toMatchObject({ status: 'open', wrongTries: 1 });
});

it('D5 a frame in which nothing can be read costs no try', async () => {
  const { id } = await house.beginAs('ada');
  for (let i = 0; i < 10; i++) {
    const seen = await house.access.showFrame(await house.current(id), frame('none'));
    expect(seen).toMatchObject({ kind: 'guidance', guidance: 'show_code' });
  }
  expect(await house.current(id)).toMatchObject({ status: 'open', wrongTries: 0 });
});
