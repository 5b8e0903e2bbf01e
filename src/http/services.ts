import type {
  Access,
  AccessPoint,
  AccessPointRepository,
  AlarmState,
  Attempt,
  AttemptRepository,
  CredentialGiving,
  CredentialRepository,
  FlowRepository,
  FlowSite,
  Flows,
  FrameEyes,
  PasskeyEnrolment,
  PasskeySite,
  ReaderReports,
  ReaderRepository,
  Readers,
  ScreenRepository,
  Screens,
  SessionSettings,
  Sessions,
  SpendTransaction,
  TotpEnrolment,
} from '../access/index.ts';
import type { MailSettings, OutboxRepository } from '../alerts/index.ts';
import type { SettingsRepository } from '../config/index.ts';
import type { EventRepository, RecordEvents, SnapshotRepository } from '../evidence/index.ts';
import type { Clock, FactorKind, PersonId } from '../kernel/index.ts';
import type {
  Enrolment,
  EnrolmentEyes,
  FaceSampleRepository,
  FaceSettings,
  GroupRepository,
  Groups,
  ImpostorSamples,
  KeptSettings,
  PasswordRepository,
  People,
  PeopleTable,
  Person,
  PersonRepository,
  Refinement,
  RoleBook,
  RoleChanges,
  Setup,
} from '../people/index.ts';
import type { FrameTurns } from './frame-turns.ts';
import type { News } from './news.ts';

interface WritableParts {
  credentials: CredentialRepository;
  accessPoints: AccessPointRepository;
  settings: SettingsRepository;
  outbox: OutboxRepository;
  record: RecordEvents;
}

/** Everything the routes reach; given by main.ts. Reads go to `store`, changes through the features or the ledger. */
export interface HttpServices {
  store: {
    people: PersonRepository;
    groups: GroupRepository;
    passwords: PasswordRepository;
    faceSamples: FaceSampleRepository;
    accessPoints: AccessPointRepository;
    attempts: AttemptRepository;
    flows: FlowRepository;
    credentials: CredentialRepository;
    readers: ReaderRepository;
    screens: ScreenRepository;
    events: EventRepository;
    snapshots: SnapshotRepository;
    outbox: OutboxRepository;
    settings: SettingsRepository;
  };
  ledger: { transaction<T>(work: (tx: WritableParts) => Promise<T>): Promise<T> };
  clock: Clock;
  access: Access;
  giving: CredentialGiving;
  totpEnrolment: TotpEnrolment;
  passkeyEnrolment: PasskeyEnrolment;
  /** Where browsers may use passkeys; null = nowhere. */
  passkeySite(): PasskeySite | null;
  readers: Readers;
  readerReports: ReaderReports;
  screens: Screens;
  sessions: Sessions<SpendTransaction>;
  sessionSettings: KeptSettings<SessionSettings>;
  flows: Flows;
  /** What cannot be asked for here, with the reason. */
  missingFactors(): Promise<FlowSite['missing']>;
  /** The attempt that would come of it; nothing is written. */
  thinkThrough(question: {
    person: Person;
    point: AccessPoint;
    at: number;
    ipAddress: string;
    alarm: AlarmState;
    factors?: readonly FactorKind[] | undefined;
  }): Promise<Attempt>;
  people: People;
  roles: RoleBook;
  roleChanges: RoleChanges;
  peopleTable: PeopleTable;
  groups: Groups;
  enrolment: Enrolment;
  refinement: Pick<Refinement, 'forget'>;
  impostors: ImpostorSamples;
  faceSettings: KeptSettings<FaceSettings>;
  /** Share of right faces refused at this false match rate, as the engine was measured; null when it was not. */
  refusedShare(falseMatchRate: number): number | null;
  /** The model in use: samples of another one are shown as out of date. */
  eyes: Pick<EnrolmentEyes, 'variant'>;
  frameEyes: Pick<FrameEyes, 'look'>;
  sealing: {
    place(): 'key_file' | 'passphrase';
    status(): {
      phase: 'idle' | 'master_key' | 'data_keys';
      done: number;
      total: number;
      failure: string | null;
    };
    /** Throws `rotation_running` and `wrong_passphrase`; otherwise answers when it is under way. */
    start(
      order: { passphrase: string | null; dataKeys: boolean },
      by: { actorId: PersonId | null; ipAddress: string },
    ): Promise<void>;
  };
  beginLimit(ipAddress: string): boolean;
  frameTurns: FrameTurns;
  setup: Setup;
  news: News;
  mail: {
    load(): Promise<MailSettings | null>;
    test(settings: MailSettings, to: string): Promise<{ delivered: boolean; response: string }>;
    /** Somebody wants what is due tried now. */
    retryNow(): void;
  };
  /** A PNG of the text as a QR code. */
  drawQr(text: string): Promise<Uint8Array>;
  engineStats(): { queued: number; analysed: number; refused: number };
}
