import { expect, it } from 'vitest';
import { createFrameTurns } from './frame-turns.ts';

/** Frames that are looked at until they are told to be done. */
function watchFrames(turns: ReturnType<typeof createFrameTurns>) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const look = (ipAddress: string, name: string) =>
    turns(ipAddress, () => {
      begun.push(name);
      return new Promise<void>((done) => ends.set(name, done));
    });
  return { begun, look, end: (name: string) => ends.get(name)?.() };
}

it('of one address two frames are looked at at once, whatever it sends, and another address waits for none of them', async () => {
  const { begun, look, end } = watchFrames(createFrameTurns(2));
  const all = ['a', 'b', 'c', 'd'].map((name) => look('192.0.2.1', name));
  const other = look('192.0.2.2', 'other');
  await Promise.resolve();
  expect(begun).toEqual(['a', 'b', 'other']);
  end('b');
  await all[1];
  await expect.poll(() => begun).toEqual(['a', 'b', 'other', 'c']);
  for (const name of ['a', 'c', 'other']) end(name);
  await expect.poll(() => begun.at(-1)).toBe('d');
  end('d');
  await Promise.all([...all, other]);
});

it('a frame that fails gives its turn on, and a /64 is one address', async () => {
  const turns = createFrameTurns(1);
  const fails = turns('2001:db8::1', () => Promise.reject(new Error('broken')));
  const next = turns('2001:db8::2', async () => 'looked at');
  await expect(fails).rejects.toThrow('broken');
  expect(await next).toBe('looked at');
});
