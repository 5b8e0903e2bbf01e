export { createAlertReactor, receivesAlerts } from './alert-reactor.ts';
export { MAIL_SETTINGS, type MailSettings, refuseMailSettings } from './mail-settings.ts';
export { createNoticeReactor } from './notice-reactor.ts';
export { AUDIENCES, NOTICE_SETTINGS } from './notice-settings.ts';
export {
  type OutboxWorker,
  type OutboxWorkerOptions,
  startOutboxWorker,
  wakesOutbox,
} from './outbox-worker.ts';
export {
  type AlertFacts,
  CHANNEL_KINDS,
  type DeliveryTry,
  type Obligation,
  type OutboxRepository,
  type TryOutcome,
} from './repositories.ts';
export { createSilentAlarmReactor } from './silent-alarms.ts';
export { verifyAndSend } from './verify-and-send.ts';
