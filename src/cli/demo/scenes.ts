import { darken, fillFrame, holdPrint, loadSamplePeople, type SamplePeople } from './sample-people.ts';

export interface Scene {
  id: 'known-person' | 'stranger' | 'nobody' | 'two-people' | 'dark' | 'photo';
  title: string;
  caption: string;
  jpeg: Uint8Array;
}

/** Who may stand before the demo's camera. */
export async function makeScenes(people: SamplePeople): Promise<Scene[]> {
  const [probe, otherProbe] = people.knownPerson.probes;
  return [
    {
      id: 'known-person',
      title: 'The known person',
      caption: 'Enrolled with five other photographs.',
      jpeg: await fillFrame(probe!),
    },
    {
      id: 'stranger',
      title: 'A stranger',
      caption: 'Has found out the password. Refused, photographed, reported.',
      jpeg: await fillFrame(people.strangers[0]!),
    },
    {
      id: 'nobody',
      title: 'Nobody',
      caption: 'After twenty seconds of looking the attempt is refused and reported.',
      jpeg: await fillFrame(people.nobody),
    },
    {
      id: 'two-people',
      title: 'Two people',
      caption: 'One at a time, please.',
      jpeg: await fillFrame(people.twoPeople),
    },
    {
      id: 'dark',
      title: 'The known person, in the dark',
      caption: 'At 15 % of the light, with the grain of a sensor.',
      // The stage adds the grain, anew for every frame.
      jpeg: await darken(await fillFrame(probe!), 0.15, 0),
    },
    {
      id: 'photo',
      title: 'A photo of the known person',
      caption:
        'Passes here, because this door’s flow does not ask for a living face. “Password, then a living face” does, and a photograph cannot turn its head.',
      jpeg: await holdPrint(otherProbe!),
    },
  ];
}

export { loadSamplePeople };
