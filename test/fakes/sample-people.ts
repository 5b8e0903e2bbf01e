import * as samples from '../../src/cli/demo/sample-people.ts';

let loaded: Promise<samples.SamplePeople> | null = null;

/** Cut out once for all tests that share a process; nobody may write into the pictures. */
export function loadSamplePeople(): Promise<samples.SamplePeople> {
  loaded ??= samples.loadSamplePeople();
  return loaded;
}
