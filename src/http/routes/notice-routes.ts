import { issueQr, QR_SETTINGS } from '../../access/index.ts';
import { NOTICE_SETTINGS } from '../../alerts/index.ts';
import { changeSection, type Person, readSection } from '../../people/index.ts';
import { by } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type NoticeRoutes = Pick<Handlers, 'getNoticeSettings' | 'putNoticeSettings' | 'getOwnQr' | 'issueOwnQr'>;

export function noticeRoutes({ store, ledger, clock, drawQr }: HttpServices): NoticeRoutes {
  async function read(settings: { get(name: string): Promise<unknown> }) {
    const { rollAtEveryLogin } = await readSection(QR_SETTINGS, settings);
    return { ...(await readSection(NOTICE_SETTINGS, settings)), rollQrAtEveryLogin: rollAtEveryLogin };
  }

  async function viewQr({ id, email }: Person) {
    const held = await store.credentials.listOf(id);
    const found = held.find(({ kind, duress }) => kind === 'qr' && !duress);
    if (!found?.lookup) return { qr: null, mailed: email !== null };
    const png = Buffer.from(await drawQr(found.lookup)).toString('base64');
    const qr = { image: `data:image/png;base64,${png}`, issuedAt: found.createdAt };
    return { qr, mailed: email !== null };
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

    getOwnQr: ({ caller }) => viewQr(caller.signedIn!.person),

    async issueOwnQr({ caller }) {
      const { person } = caller.signedIn!;
      await ledger.transaction(async (tx) => {
        const issued = await issueQr(tx, { personId: person.id, attemptId: null, now: clock.now() });
        await tx.record([{ ...issued, ...by(caller) }]);
      });
      return viewQr(person);
    },
  };
}
