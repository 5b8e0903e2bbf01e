import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { fillFrame, type SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

let server: RunningServer;
let people: SamplePeople;
let api: ApiClient;
let memberId: string;
beforeAll(async () => {
  [server, people] = [await startServer(), await loadSamplePeople()];
  ({ api } = await setUp(server, people.knownPerson.enrolment.slice(0, 3)));
  memberId = (await addPerson('member')).body.id as string;
});
afterAll(() => server.close());

async function addPerson(userName: string, more: object = {}) {
  const answer = await api.send('POST', '/api/people', { userName, displayName: userName, ...more });
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown> & { error?: { code: string } },
  };
}

async function addSample(photo: Uint8Array, personId = memberId) {
  const answer = await api.send('POST', `/api/people/${personId}/face-samples`, photo);
  const body = (await answer.json()) as {
    error?: { code: string; message: string; details?: Record<string, unknown> };
  };
  return { status: answer.status, ...body.error };
}

describe('a photograph for enrolment', () => {
  it('is refused with the reason when it is no picture', async () => {
    expect(await addSample(Buffer.from('no picture at all, but text'))).toMatchObject({
      status: 400,
      details: { refusal: 'not_an_image' },
    });
    expect(await addSample(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toMatchObject({
      details: { refusal: 'not_an_image' },
    });
    expect(await addSample(new Uint8Array(0))).toMatchObject({ status: 400 });
    const whole = await fillFrame(people.strangers[0]!);
    expect(await addSample(whole.slice(0, whole.length / 2))).toMatchObject({
      details: { refusal: 'truncated' },
    });
  });

  it('is refused with the reason when it has 100 megapixels or moves', async () => {
    const huge = await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: 'grey' } })
      .png()
      .toBuffer();
    expect(await addSample(huge)).toMatchObject({ details: { refusal: 'too_many_pixels' } });
    const pages = ['red', 'blue'].map((background) => ({
      create: { width: 200, height: 200, channels: 3 as const, background },
    }));
    const images = await Promise.all(pages.map((page) => sharp(page).png().toBuffer()));
    const twoPages = await sharp(images, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(twoPages).metadata()).pages).toBe(2);
    expect(await addSample(twoPages)).toMatchObject({ details: { refusal: 'animated' } });
    const still = await sharp(images[0]).webp().toBuffer();
    expect(await addSample(still)).toMatchObject({ details: { faults: ['no_face'] } });
  });

  it('A7 is refused with the reason when the face is no good', async () => {
    expect(await addSample(await fillFrame(people.nobody))).toMatchObject({
      status: 422,
      details: { faults: ['no_face'] },
    });
    expect(await addSample(await fillFrame(people.twoPeople))).toMatchObject({
      details: { faults: ['several_faces'] },
    });
    const good = await fillFrame(people.strangers[0]!);
    const small = await sharp(good)
      .resize(64)
      .extend({ right: 576, bottom: 432, background: '#808080' })
      .jpeg()
      .toBuffer();
    const { details } = await addSample(small);
    expect(JSON.stringify(details)).toMatch(/no_face|too_small/);
    const blurred = await sharp(good).blur(9).jpeg().toBuffer();
    expect(JSON.stringify((await addSample(blurred)).details)).toMatch(/blurred|no_face/);
    expect(await api.json('GET', `/api/people/${memberId}/face-samples`)).toMatchObject({ samples: [] });
  });

  it('is turned upright by its EXIF orientation', async () => {
    const sideways = await sharp(await fillFrame(people.strangers[1]!))
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer();
    const { id } = (await addPerson('sideways')).body as { id: string };
    expect(await addSample(sideways, id)).toMatchObject({ status: 201 });
  });

  it('of somebody else is refused, and a look-alike of somebody enrolled is named', async () => {
    const { id } = (await addPerson('double')).body as { id: string };
    const answer = await api.json<{ resembles: { displayName: string }[] }>(
      'POST',
      `/api/people/${id}/face-samples`,
      people.knownPerson.enrolment[3],
    );
    expect(answer.resembles).toMatchObject([{ displayName: 'The owner' }]);
    expect(await addSample(people.strangers[2]!, id)).toMatchObject({
      details: { faults: ['not_same_person'] },
    });
  });
});

describe('a person', () => {
  it('is refused with unknown fields, naming them', async () => {
    const { status, body } = await addPerson('x-person', { admin: true });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('admin');
  });

  it('may have HTML and SQL in the name, which stays what it is', async () => {
    const displayName = `<script>alert(1)</script>'; DROP TABLE people; --`;
    const { body } = await addPerson('bobby', { displayName });
    expect(body.displayName).toBe(displayName);
    const { people: all } = await api.json<{ people: { displayName: string }[] }>('GET', '/api/people');
    expect(all.map((one) => one.displayName)).toContain(displayName);
  });

  it('is made once when two ask for the same user name at the same moment', async () => {
    const answers = await Promise.all([addPerson('twin'), addPerson('TWIN'), addPerson(' twin ')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.error?.code).toBe('user_name_taken');
  });

  it('cannot have a mail address or a name with line breaks', async () => {
    expect((await addPerson('mallory', { email: 'a@example.org\r\nRCPT TO:<b@example.org>' })).status).toBe(
      400,
    );
    expect((await addPerson('mallory', { displayName: 'A\nBcc: b@example.org' })).status).toBe(400);
  });

  it('is not the last owner when suspended or erased', async () => {
    const { person } = await api.json<{ person: { id: string } }>('GET', '/api/session');
    for (const [method, path] of [
      ['POST', '/suspend'],
      ['DELETE', ''],
    ] as const) {
      const answer = await api.send(method, `/api/people/${person.id}${path}`);
      expect(await answer.json()).toMatchObject({ error: { code: 'last_owner' } });
    }
    const answer = await api.send('PATCH', `/api/people/${person.id}`, { roles: ['member'] });
    expect(await answer.json()).toMatchObject({ error: { code: 'last_owner' } });
  });
});

describe('a request', () => {
  it('that is not JSON, or too large, gets a clear error', async () => {
    const post = (body: string) =>
      fetch(`${server.url}/api/people`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', cookie: api.cookieHeader() },
      });
    expect(await (await post('{')).json()).toMatchObject({ error: { code: 'bad_input' } });
    expect((await post(JSON.stringify({ userName: 'x'.repeat(100_000) }))).status).toBe(413);
  });

  it('from another site is refused, also as a WebSocket', async () => {
    const headers = {
      cookie: api.cookieHeader(),
      origin: 'https://evil.example',
      'content-type': 'application/json',
    };
    const answer = await fetch(`${server.url}/api/session`, { method: 'DELETE', headers });
    expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
      403,
      'foreign_origin',
    ]);
    expect((await api.send('GET', '/api/session')).status).toBe(200);
  });
});
