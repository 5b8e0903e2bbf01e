import { MAIL_SETTINGS, type MailSettings, startOutboxWorker, verifyAndSend } from '../alerts/index.ts';
import type { Ledger } from '../evidence/index.ts';
import type { Clock, Logger } from '../kernel/index.ts';
import { type RoleBook, readSection } from '../people/index.ts';
import type { Repositories, Store } from '../storage/index.ts';
import { drawQr } from '../vision/index.ts';

interface MailOptions {
  ledger: Ledger<Repositories>;
  store: Store;
  clock: Clock;
  logger: Logger;
  roles: Pick<RoleBook, 'permissionsOf'>;
  /** Where links in alerts point to. */
  panelUrl: string | null;
}

/** The outbox worker with its sources, and what the settings page needs of mail. */
export function startMail({ ledger, store, clock, logger, roles, panelUrl }: MailOptions) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const load = () => readSection(MAIL_SETTINGS, store.settings);
  const worker = startOutboxWorker({
    ...{ ledger, clock, logger, roles, timeZone, panelUrl },
    outbox: store.outbox,
    drawQr,
    sources: store,
    loadMailSettings: load,
  });
  return {
    load,
    /** Something is owed. A server that was just down is not asked again at once. */
    poke: () => worker.poke(),
    /** Somebody at the panel wants it tried now, come what may. */
    retryNow: () => worker.poke({ probeNow: true }),
    stop: () => worker.stop(),
    test: (settings: MailSettings, to: string) => verifyAndSend(settings, to, { now: clock.now(), timeZone }),
  };
}
