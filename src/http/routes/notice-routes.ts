import { QR_SETTINGS } from '../../access/index.ts';
import { NOTICE_SETTINGS } from '../../alerts/index.ts';
import { changeSection, readSection } from '../../people/index.ts';
import { by } from '../caller.ts';
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
        const changes = [
          await changeSection(NOTICE_SETTINGS, tx.settings, notices),
          await changeSection(QR_SETTINGS, tx.settings, { rollAtEveryLogin: rollQrAtEveryLogin }),
        ];
        for (const facts of changes)
          if (facts) await tx.record([{ type: 'settings.changed', facts, ...by(caller) }]);
      });
      return read(store.settings);
    },
  };
}
