import type { Repositories } from '../repositories.ts';
import { createAccessPoints } from './access-points.ts';
import { createAttempts } from './attempts.ts';
import type { SqlContext } from './context.ts';
import { createCredentials } from './credentials.ts';
import { createEvents } from './events.ts';
import { createFaceSamples } from './face-samples.ts';
import { createFlows } from './flows.ts';
import { createGroups } from './groups.ts';
import { createOneTimeCodes } from './one-time-codes.ts';
import { createOutbox } from './outbox.ts';
import { createPasswords } from './passwords.ts';
import { createPeople } from './people.ts';
import { createReaders } from './readers.ts';
import { createRoles } from './roles.ts';
import { createScreens } from './screens.ts';
import { createSealing } from './sealing.ts';
import { createSessions } from './sessions.ts';
import { createSettings } from './settings.ts';
import { createSnapshots } from './snapshots.ts';
import { createThrottles } from './throttles.ts';

export function createRepositories(context: SqlContext): Repositories {
  return {
    people: createPeople(context),
    roles: createRoles(context),
    groups: createGroups(context),
    passwords: createPasswords(context),
    faceSamples: createFaceSamples(context),
    accessPoints: createAccessPoints(context),
    flows: createFlows(context),
    credentials: createCredentials(context),
    codes: createOneTimeCodes(context),
    readers: createReaders(context),
    screens: createScreens(context),
    attempts: createAttempts(context),
    throttles: createThrottles(context),
    sessions: createSessions(context),
    events: createEvents(context),
    snapshots: createSnapshots(context),
    outbox: createOutbox(context),
    settings: createSettings(context),
    sealing: createSealing(context),
  };
}
