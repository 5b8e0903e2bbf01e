import {
  credentials as accessCredentials,
  accessPoints,
  attempts,
  flows,
  oneTimeCodes,
  readers,
  screens,
  sessions,
  walks,
} from './access.ts';
import { leases, outbox, silence } from './alerts.ts';
import { events, snapshots } from './evidence.ts';
import type { Migration } from './migration.ts';
import { credentials, dataKeys, nextTemplates, people, sampleKinds, secondFactors } from './people.ts';
import { freshness, groups, owners, personDetails, roles } from './roles.ts';
import { keptKeys, tombstones } from './sealing.ts';
import { settings } from './settings.ts';

/** In this order, for good: the place in the list is the schema's version. New ones come last. */
export const MIGRATIONS: readonly Migration[] = [
  dataKeys,
  people,
  credentials,
  accessPoints,
  attempts,
  sessions,
  events,
  snapshots,
  outbox,
  settings,
  sampleKinds,
  secondFactors,
  leases,
  nextTemplates,
  walks,
  flows,
  accessCredentials,
  oneTimeCodes,
  keptKeys,
  tombstones,
  readers,
  silence,
  roles,
  groups,
  personDetails,
  owners,
  freshness,
  screens,
];
