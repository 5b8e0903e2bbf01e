export { type AlertTransaction, createAlertReactor, receivesAlerts } from './alert-reactor.ts';
export { isAlert } from './alert-rules.ts';
export type { AlertMessage, Channel, SendResult } from './channel.ts';
export type { OutboxTransaction } from './deliver-obligation.ts';
export {
  MAIL_SETTINGS_NAME,
  type MailSettings,
  mailSettingsSchema,
  readMailSettings,
  refuseMailSettings,
} from './mail-settings.ts';
export {
  type OutboxWorker,
  type OutboxWorkerOptions,
  startOutboxWorker,
  wakesOutbox,
} from './outbox-worker.ts';
export type { AlertSources } from './prepare-alert.ts';
export {
  type AlertFacts,
  CHANNEL_KINDS,
  type ChannelKind,
  type DeliveryTry,
  type Obligation,
  type ObligationState,
  type OutboxRepository,
  type TryOutcome,
} from './repositories.ts';
export { type VerifyOptions, verifyAndSend } from './verify-and-send.ts';
