import { MAIL_SETTINGS, type MailSettings, refuseMailSettings } from '../../alerts/index.ts';
import { SallyportError } from '../../kernel/index.ts';
import { saveSection } from '../../people/index.ts';
import { actorOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type SystemRoutes = Pick<
  Handlers,
  'getHealth' | 'getStatus' | 'finishSetup' | 'getMailSettings' | 'putMailSettings' | 'testMailSettings'
>;

type MailBody = Omit<MailSettings, 'password'> & { password?: string | null | undefined };

export function systemRoutes({ ledger, setup, mail }: HttpServices): SystemRoutes {
  const viewMail = ({ password, ...rest }: MailSettings) => ({ ...rest, hasPassword: password !== null });

  /** An absent password means the stored one, but only for the same server and user: it must not be sent elsewhere. */
  async function withPassword(body: MailBody): Promise<MailSettings> {
    if (body.password !== undefined) return { ...body, password: body.password };
    const stored = await mail.load();
    const same =
      stored && stored.host === body.host && stored.port === body.port && stored.userName === body.userName;
    return { ...body, password: same ? stored.password : null };
  }

  return {
    getHealth: async () => ({ status: 'ok' }),
    getStatus: async () => ({ setUp: await setup.isFinished() }),

    async finishSetup({ caller }) {
      await setup.finish(actorOf(caller));
    },

    async getMailSettings() {
      const settings = await mail.load();
      return { mail: settings && viewMail(settings) };
    },

    async putMailSettings({ body, caller }) {
      const settings = await withPassword(body);
      const refused = refuseMailSettings(settings);
      if (refused) throw new SallyportError('bad_input', { sentence: refused });
      await ledger.transaction((tx) => saveSection(MAIL_SETTINGS, tx, settings, actorOf(caller)));
      return { mail: viewMail(settings) };
    },

    testMailSettings: async ({ body }) => mail.test(await withPassword(body.mail), body.to),
  };
}
