import sharp from 'sharp';
import { expect, it } from 'vitest';
import { readQrCodes } from '../../src/vision/codes/read-qr.ts';
import { createCodeReader } from '../../src/wiring/codes.ts';
import { frame } from '../fakes/access-house.ts';
import { openCodeHouse, PASSWORD, QR } from '../fakes/code-house.ts';

it('D2 D5 D8 the QR code in the mail, held to a camera, grants; and the next one comes by mail', async () => {
  const house = await openCodeHouse([PASSWORD, QR]);
  await house.addPerson('ada', null);
  house.startMail();
  const [mail] = await house.server.waitForMail(1);
  expect(mail).toMatchObject({ to: 'ada@example.org', subject: 'Sallyport: your new QR code' });
  const [picture] = mail!.attachments;
  expect(picture).toMatchObject({ mimeType: 'image/png' });
  expect(mail!.html).toContain(`cid:${picture!.contentId}`);
  const held = await sharp(picture!.bytes)
    .resize(300, 300)
    .extend({ left: 170, right: 170, top: 90, bottom: 90, background: '#777' })
    .rotate(8)
    .jpeg({ quality: 75 })
    .toBuffer();
  const text = await createCodeReader({ readQrCodes })(held);
  expect(mail!.text).toContain(text!);
  const { id } = await house.beginAs('ada');
  await house.access.showFrame(await house.current(id), frame(`qr:${text}`));
  expect((await house.current(id)).status).toBe('granted');
  const [, next] = await house.server.waitForMail(2);
  expect(next!.text).not.toContain(text!);
  expect(next!.text).toMatch(/SP1\./);
  await house.delivered();
  const kept = JSON.stringify([house.events, house.log, await house.store.outbox.list({ limit: 99 })]);
  expect(kept).not.toContain('SP1.');
  await house.close();
});

it('of a poster’s code and one of ours in one frame, ours is taken', async () => {
  const own = `SP1.${'k'.repeat(43)}`;
  const read = (texts: string[]) =>
    createCodeReader({ readQrCodes: async () => ({ ok: true, value: texts }) });
  expect(await read(['https://example.org', own])(new Uint8Array())).toBe(own);
  expect(await read(['https://example.org'])(new Uint8Array())).toBe('https://example.org');
  expect(await read([])(new Uint8Array())).toBeNull();
});
