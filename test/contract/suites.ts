import {
  describeAccessPointRepository,
  describeAttemptRepository,
  describeReaderRepository,
  describeScreenRepository,
  describeThrottleRepository,
} from './access-repositories.ts';
import { describeCredentialRepository } from './credential-repository.ts';
import { describeEventRepository, describeSnapshotRepository } from './evidence-repositories.ts';
import { describeFaceSampleRepository } from './face-sample-repository.ts';
import { describeOutboxRepository } from './outbox-repository.ts';
import { describePasswordRepository } from './password-repository.ts';
import { describePersonRepository } from './person-repository.ts';
import { describeRoleAndGroupRepositories } from './role-and-group-repositories.ts';
import { describeSessionRepository } from './session-repository.ts';
import { describeSettingsRepository } from './settings-repository.ts';
import { describeTransactions } from './transactions.ts';

/** What every database that holds the data must keep. */
export const SUITES = [
  describePersonRepository,
  describePasswordRepository,
  describeFaceSampleRepository,
  describeAccessPointRepository,
  describeAttemptRepository,
  describeReaderRepository,
  describeScreenRepository,
  describeThrottleRepository,
  describeCredentialRepository,
  describeRoleAndGroupRepositories,
  describeSessionRepository,
  describeEventRepository,
  describeSnapshotRepository,
  describeOutboxRepository,
  describeSettingsRepository,
  describeTransactions,
];
