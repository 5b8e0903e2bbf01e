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
