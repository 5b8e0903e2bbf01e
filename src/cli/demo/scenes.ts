import { readFileSync } from 'node:fs';
import { LIVING_MOVES, livingPicture } from './living-moves.ts';
import { darken, fillFrame, holdPrint, loadSamplePeople, type SamplePeople } from './sample-people.ts';

export interface Scene {
  id: 'known-person' | 'stranger' | 'nobody' | 'two-people' | 'dark' | 'photo' | 'living-face';
  title: string;
  caption: string;
  jpeg: Uint8Array;
  /** Pictures from the still face to the end of each movement it can do when the page asks for it. */
  moves?: Record<string, number>;
}

/** Who may stand before the demo's camera. */
export async function makeScenes(people: SamplePeople, stage: string): Promise<Scene[]> {
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
        'Passes at the front door. Refused at the store room, which asks for a living face: a photograph cannot turn its head.',
      jpeg: await holdPrint(otherProbe!),
    },
    {
      id: 'living-face',
      title: 'The known person, moving',
      caption:
        'Drawn from one photograph, does what the page asks, passes both doors. A forger’s software could, too: so a face should not be the only factor.',
      jpeg: readFileSync(livingPicture(stage, 'nod', 0)),
      moves: LIVING_MOVES,
    },
  ];
}

export { loadSamplePeople };
