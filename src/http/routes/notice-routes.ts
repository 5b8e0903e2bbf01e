import { QR_SETTINGS } from '../../access/index.ts';
import { NOTICE_SETTINGS } from '../../alerts/index.ts';
import { readSection, saveSection } from '../../people/index.ts';
import { actorOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type NoticeRoutes = Pick<Handlers, 'getNoticeSettings' | 'putNoticeSettings'>;

export function noticeRoutes({ store, ledger }: HttpServices): NoticeRoutes {
  async function read(settings: { get(name: string): Promise<unknown> }) {
    const { rollAtEveryLogin } = await readSection(QR_SETTINGS, settings);
    return { ...(await readSection(NOTICE_SETTINGS, settings)), rollQrAtEveryLogin: rollAtEveryLogin };
  }

  return {
    getNoticeSettings: () => read(store.settings),

    async putNoticeSettings({ body, caller }) {
      const { rollQrAtEveryLogin, ...notices } = body;
      await ledger.transaction(async (tx) => {
        await saveSection(NOTICE_SETTINGS, tx, notices, actorOf(caller));
        await saveSection(QR_SETTINGS, tx, { rollAtEveryLogin: rollQrAtEveryLogin }, actorOf(caller));
      });
      return read(store.settings);
    },
  };
}
