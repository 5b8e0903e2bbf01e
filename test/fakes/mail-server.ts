import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/**
 * What the server does with whoever wants to leave mail:
 * `refuse_connection` nobody listens on the port; `tempfail` 451 and `reject` 550 to the recipient; `reject_message` 554
 * to the message; `quote_message` the same with a line of the message that is six digits; `reject_sender` 553; `hang` greets and then never answers; `auth` takes mail only after the login.
 */
type MailBehaviour =
  | 'accept'
  | 'refuse_connection'
  | 'tempfail'
  | 'reject'
  | 'reject_message'
  | 'reject_sender'
  | 'quote_message'
  | 'hang'
  | 'auth';

interface ReceivedMail {
  messageId: string;
  /** By the headers. */
  from: string;
  to: string;
  toName: string;
  subject: string;
  text: string;
  html: string;
  headers: { key: string; value: string }[];
  attachments: { contentId: string | null; mimeType: string; bytes: Uint8Array }[];
  /** By the commands: who really got it. */
  envelope: { from: string; to: string[] };
  /** Whether the connection was encrypted when it came. */
  secure: boolean;
  receivedAt: number;
}

export interface MailServerOptions {
  /** 0 or absent: any free one. */
  port?: number;
  behaviour?: MailBehaviour;
  /** Offers STARTTLS, or with `implicit` speaks TLS from the first byte. Without it there is no TLS at all. */
  tls?: { key: string; cert: string; implicit?: boolean };
  /** What `auth` asks for. */
  login?: { userName: string; password: string };
  onMail?: (mail: ReceivedMail) => void;
}

export interface MailServer {
  port: number;
  /** Oldest first. */
  mails(): ReceivedMail[];
  /** As soon as there are `n` mails; rejects after `timeoutMs`. */
  waitForMail(n: number, timeoutMs?: number): Promise<ReceivedMail[]>;
  /** From now on. Ends the connections that are open. */
  behave(behaviour: MailBehaviour): Promise<void>;
  /** How often somebody connected. */
  connections(): number;
  clear(): void;
  stop(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it gets in memory. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  let behaviour = options.behaviour ?? 'accept';
  let port = options.port ?? 0;
  let connected = 0;
  let server: SMTPServer | null = null;

  const keep = (mail: ReceivedMail) => {
    received.push(mail);
    options.onMail?.(mail);
    for (const look of waiting) look();
  };

  async function open(): Promise<void> {
    const smtp = new SMTPServer(
      serverOptions(
        options,
        () => behaviour,
        keep,
        () => connected++,
      ),
    );
    smtp.on('error', () => {});
    port = await new Promise<number>((resolve, reject) => {
      smtp.server.once('error', reject);
      const listener = smtp.listen(port, '127.0.0.1', () =>
        resolve((listener.address() as AddressInfo).port),
      );
    });
    server = smtp;
  }

  async function close(): Promise<void> {
    const closing = server;
    server = null;
    if (!closing) return;
    const closed = new Promise<void>((resolve) => closing.close(resolve));
    for (const connection of closing.connections) connection._socket.destroy();
    await closed;
  }

  await open();
  if (behaviour === 'refuse_connection') await close();

  return {
    get port() {
      return port;
    },
    mails: () => [...received],
    connections: () => connected,
    clear: () => void received.splice(0),
    stop: close,
    async behave(next) {
      await close();
      behaviour = next;
      if (next !== 'refuse_connection') await open();
    },
    waitForMail: (n, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => finish(new Error(`${received.length} of ${n} mails after ${timeoutMs} ms`)),
          timeoutMs,
        );
        const finish = (error?: Error) => {
          clearTimeout(timer);
          waiting.delete(look);
          if (error) reject(error);
          else resolve([...received]);
        };
        const look = () => received.length >= n && finish();
        waiting.add(look);
        look();
      }),
  };
}

const answer = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

function serverOptions(
  options: MailServerOptions,
  behaviour: () => MailBehaviour,
  keep: (mail: ReceivedMail) => void,
  count: () => void,
): SMTPServerOptions {
  const { tls, login = { userName: 'sallyport', password: 'right password' } } = options;
  const asksLogin = behaviour() === 'auth';
  return {
    ...(tls ? { key: tls.key, cert: tls.cert, secure: tls.implicit ?? false } : {}),
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(asksLogin ? [] : ['AUTH'])],
    authOptional: !asksLogin,
    allowInsecureAuth: !tls,
    disableReverseLookup: true,
    closeTimeout: 200,
    onConnect(_session, done) {
      count();
      done();
    },
    onAuth(auth, _session, done) {
      const right = auth.username === login.userName && auth.password === login.password;
      done(
        right ? null : answer(535, `5.7.8 Authentication failed for ${auth.username}`),
        right ? { user: 1 } : {},
      );
    },
    onMailFrom(_address, _session, done) {
      if (behaviour() === 'hang') return;
      done(behaviour() === 'reject_sender' ? answer(553, '5.7.1 Sender not allowed') : null);
    },
    onRcptTo(_address, _session, done) {
      if (behaviour() === 'tempfail') return done(answer(451, '4.7.1 Greylisted, try again later'));
      done(behaviour() === 'reject' ? answer(550, '5.1.1 No such mailbox') : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (behaviour() === 'reject_message') return done(answer(554, '5.6.0 Message refused'));
        const quoted = /^\d{6}$/m.exec(Buffer.concat(chunks).toString());
        if (behaviour() === 'quote_message') return done(answer(554, `5.6.0 Refused: ${quoted?.[0]}`));
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
        read(Buffer.concat(chunks), envelope, session.secure).then((mail) => {
          keep(mail);
          done(null, '2.0.0 Queued');
        }, done);
      });
    },
  };
}

async function read(raw: Buffer, envelope: ReceivedMail['envelope'], secure: boolean): Promise<ReceivedMail> {
  const email = await PostalMime.parse(raw);
  const to = email.to?.[0];
  return {
    messageId: email.messageId ?? '',
    from: email.from?.address ?? '',
    to: to?.address ?? '',
    toName: to?.name ?? '',
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    headers: email.headers.map(({ key, value }) => ({ key, value })),
    attachments: email.attachments.map(({ contentId, mimeType, content }) => ({
      contentId: contentId?.replace(/^<|>$/g, '') ?? null,
      mimeType,
      bytes: new Uint8Array(content as ArrayBuffer),
    })),
    envelope,
    secure,
    receivedAt: Date.now(),
  };
}

/**
 * As a process of its own (`node --import tsx test/fakes/mail-server.ts`): prints `{"port":…}` and then one line
 * `{"mail":{…}}` per mail, photographs as base64; takes lines such as `{"behave":"hang"}`; ends with its input.
 */
async function main(): Promise<void> {
  const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  const onMail = (mail: ReceivedMail) => {
    const attachments = mail.attachments.map((one) => ({
      ...one,
      bytes: Buffer.from(one.bytes).toString('base64'),
    }));
    say({ mail: { ...mail, attachments } });
  };
  const server = await startMailServer({ port: Number(process.argv[2] ?? 0), onMail });
  say({ port: server.port });
  for await (const line of createInterface({ input: process.stdin })) {
    const { behave } = JSON.parse(line) as { behave: MailBehaviour };
    await server.behave(behave);
    say({ behaving: behave });
  }
  await server.stop();
}

// By its name, not by `import.meta.url`: bundled into another program this must not start.
if (/mail-server\.ts$/.test(process.argv[1] ?? '')) await main();
