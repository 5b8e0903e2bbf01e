import type {
  AccessPointRepository,
  AttemptRepository,
  CredentialRepository,
  FlowRepository,
  OneTimeCodeRepository,
  ReaderRepository,
  ScreenRepository,
  SessionRepository,
  ThrottleRepository,
} from '../access/index.ts';
import type { OutboxRepository } from '../alerts/index.ts';
import type { SealingRepository, SettingsRepository } from '../config/index.ts';
import type { EventRepository, SnapshotRepository } from '../evidence/index.ts';
import type {
  FaceSampleRepository,
  GroupRepository,
  PasswordRepository,
  PersonRepository,
  RoleRepository,
} from '../people/index.ts';

/** Everything that is kept. A transaction hands out the same shape. */
export interface Repositories {
  people: PersonRepository;
  roles: RoleRepository;
  groups: GroupRepository;
  passwords: PasswordRepository;
  faceSamples: FaceSampleRepository;
  accessPoints: AccessPointRepository;
  flows: FlowRepository;
  credentials: CredentialRepository;
  codes: OneTimeCodeRepository;
  readers: ReaderRepository;
  screens: ScreenRepository;
  attempts: AttemptRepository;
  throttles: ThrottleRepository;
  sessions: SessionRepository;
  events: EventRepository;
  snapshots: SnapshotRepository;
  outbox: OutboxRepository;
  settings: SettingsRepository;
  sealing: SealingRepository;
}
