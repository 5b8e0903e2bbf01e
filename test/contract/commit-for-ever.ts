import { writeSync } from 'node:fs';
import type { EventRecord } from '../../src/kernel/index.ts';
import type { Store } from '../../src/storage/index.ts';
import { examplePerson, exampleSample } from './examples.ts';

/** Adds people for ever, each with a face and an event, and says who is in it after each commit. */
export async function commitForEver(store: Store): Promise<never> {
  for (;;) {
    const person = examplePerson();
    await store.transaction(async ({ people, faceSamples, events }) => {
      await people.add(person);
      await faceSamples.add(exampleSample(person.id));
      const last = await events.last();
      const event = {
        seq: (last?.seq ?? 0) + 1,
        at: 1,
        hash: '',
        type: 'person.added',
        facts: { roles: [] },
      };
      await events.append({ ...event, personId: person.id } as EventRecord);
    });
    writeSync(1, `${person.id}\n`);
  }
}
