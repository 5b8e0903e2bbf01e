export { type AlertTransaction, createAlertReactor, receivesAlerts } from './alert-reactor.ts';
export { isAlert } from './alert-rules.ts';
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
