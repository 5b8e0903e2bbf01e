import { pino } from 'pino';
import { expect } from 'vitest';
import { type FlowStep, PANEL_ACCESS_POINT_ID } from '../../src/access/index.ts';
import { type MailSettings, NOTICE_SETTINGS, startOutboxWorker } from '../../src/alerts/index.ts';
import type { AttemptId, FlowId } from '../../src/kernel/index.ts';
import { changeSection, createRoleBook } from '../../src/people/index.ts';
import { drawQr } from '../../src/vision/index.ts';
import { openAccessHouse } from './access-house.ts';
import { startMailServer } from './mail-server.ts';

export const PASSWORD: FlowStep = { anyOf: ['password'], timeLimitMs: 120_000 };
export const EMAIL_CODE: FlowStep = { anyOf: ['email_otp'], timeLimitMs: 900_000 };
export const QR: FlowStep = { anyOf: ['qr'], timeLimitMs: 60_000 };

export type CodeHouse = Awaited<ReturnType<typeof openCodeHouse>>;

/** An access house whose mail goes to a real SMTP server; the worker's log is kept. Its flow asks for these steps. */
export async function openCodeHouse(steps: FlowStep[] = [PASSWORD, EMAIL_CODE]) {
  const house = await openAccessHouse();
  const server = await startMailServer();
  const log: string[] = [];
  const settings: MailSettings = {
    ...{ host: '127.0.0.1', port: server.port, security: 'none', userName: null, password: null },
    from: 'door@example.org',
  };
  const open = () =>
    startOutboxWorker({
      ledger: house.ledger,
      roles: createRoleBook(house.store.roles),
      outbox: house.store.outbox,
      sources: house.store,
      drawQr,
      loadMailSettings: async () => settings,
      clock: house.clock,
      logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
      timeZone: 'UTC',
      panelUrl: null,
      pollMs: 100,
    });
  const flow = { ...(await house.store.flows.list())[0]!, id: 'codes' as FlowId, name: 'Codes', steps };
  await house.store.flows.add(flow);
  const point = (await house.store.accessPoints.find(PANEL_ACCESS_POINT_ID))!;
  let worker: ReturnType<typeof open> | null = null;

  /** Through an event, as in the panel: what follows of it follows here too. */
  async function giveFlow(): Promise<void> {
    await house.ledger.transaction(async (tx) => {
      await tx.accessPoints.update({ ...point, flowId: flow.id });
      await tx.record([
        { type: 'access_point.changed', facts: { fields: ['flowId'] }, accessPointId: point.id },
      ]);
    });
  }

  /** An attempt whose first factor, the password, was right. */
  async function beginAs(userName: string) {
    const { attempt } = await house.begin();
    const password = { factor: 'password', userName, password: `right ${userName}` } as const;
    return (await house.access.show(attempt, password)).attempt;
  }

  const current = async (id: AttemptId) => (await house.store.attempts.find(id))!;
  await giveFlow();
  return {
    ...house,
    ...{ server, log, flow, giveFlow, beginAs, current },
    /** Mail goes out from here on. */
    startMail() {
      worker = open();
    },
    /** The code on its way, as it lies sealed in the store. */
    codeOf: async (id: AttemptId) => (await house.store.codes.find(id))?.code ?? '',
    /** Until nothing is owed any more. */
    async delivered() {
      await expect.poll(() => house.store.outbox.nextDueAt(), { timeout: 10_000 }).toBeNull();
    },
    tell: (tellRegistrations: 'nobody' | 'alerts' | 'everybody') =>
      house.ledger.transaction((tx) =>
        changeSection(NOTICE_SETTINGS, tx.settings, { tellRegistrations, askAfterSuspiciousLogin: true }),
      ),
    async close() {
      await worker?.stop();
      await server.stop();
      await house.close();
    },
  };
}
