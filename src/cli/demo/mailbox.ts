import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  id: string;
  at: number;
  to: string;
  subject: string;
  text: string;
  html: string;
  images: { contentId: string; type: string; bytes: Uint8Array }[];
}

export interface Mailbox {
  port: number;
  /** Newest first. */
  mails(): ReceivedMail[];
  onMail(listener: (mail: ReceivedMail) => void): () => void;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it is sent, for whoever looks. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const listeners = new Set<(mail: ReceivedMail) => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        parse(Buffer.concat(chunks)).then((mail) => {
          mails.unshift(mail);
          for (const listener of listeners) listener(mail);
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', () => started()));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails: () => mails,
    onMail(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function parse(raw: Buffer): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(raw);
  return {
    id: String(mail.messageId ?? Date.now()).replace(/[^\w.-]/g, ''),
    at: Date.now(),
    to: (mail.to ?? []).map(({ address }) => address ?? '').join(', '),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    images: mail.attachments.map(({ contentId, mimeType, content }) => ({
      contentId: (contentId ?? '').replace(/[<>]/g, ''),
      type: mimeType,
      bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    })),
  };
}
