import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { OWNER, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

it('A18 stops within seconds while a live log and an unused connection are open, and lets an answer under way out', async () => {
  const server = await startServer();
  const { api } = await setUp(server, (await loadSamplePeople()).knownPerson.enrolment);
  const news = await api.call('GET', '/api/news');
  const unused = connect(Number(new URL(server.url).port), '127.0.0.1');
  await new Promise((connected) => unused.once('connect', connected));
  const visitor = server.newClient();
  await visitor.call('POST', '/api/access-points/panel/attempts');
  const { userName, password } = OWNER;
  const answer = visitor.json('POST', '/api/attempt/factor', { factor: 'password', userName, password });
  // The password is being hashed.
  await new Promise((soon) => setTimeout(soon, 20));
  const began = performance.now();
  const [told] = await Promise.all([answer, server.close()]);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(told).toMatchObject({ status: 'open', step: { number: 2 } });
  await expect(news.text()).rejects.toThrow();
  unused.destroy();
});
