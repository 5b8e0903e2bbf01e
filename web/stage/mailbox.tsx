import { Badge } from '@mantine/core';
import { IconChevronDown, IconMailOpened } from '@tabler/icons-react';
import { useState } from 'react';
import { RelativeTime } from '../src/shared/relative-time.tsx';
import classes from './mailbox.module.css';
import { type Mail, openedAt, useMailbox } from './stage-data.ts';

/** What the owner gets: real mails, sent over SMTP to the demo's own mail server. */
export function Mailbox({ onOpened }: { onOpened: () => void }) {
  const mailbox = useMailbox();
  const mails = mailbox.data?.mails ?? [];
  const [openId, setOpenId] = useState<string | null>(null);
  const toggle = (mail: Mail) => {
    setOpenId((was) => (was === mail.id ? null : mail.id));
    onOpened();
  };
  return (
    <section className={`sp-card ${classes.box}`} aria-labelledby="mailbox-title">
      <div className={classes.head}>
        <h2 id="mailbox-title">The owner’s mailbox</h2>
        {mails.length > 0 ? <Badge color="ink">{mails.length}</Badge> : null}
      </div>
      {mails.length === 0 ? (
        <p className={classes.empty}>
          <IconMailOpened size={26} stroke={1.5} aria-hidden="true" />
          Empty. When somebody is refused, a mail with the photograph arrives here.
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <ul className={classes.mails} aria-live="polite" tabIndex={0} aria-label="Mails, newest first">
          {mails.map((mail) => (
            <MailItem key={mail.id} mail={mail} open={mail.id === openId} onToggle={() => toggle(mail)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function MailItem({ mail, open, onToggle }: { mail: Mail; open: boolean; onToggle: () => void }) {
  const photo = mail.images[0];
  return (
    <li className={classes.mail} data-fresh={mail.at >= openedAt}>
      <button type="button" className={classes.line} aria-expanded={open} onClick={onToggle}>
        {photo && !open ? <img src={photo.url} alt="" className={classes.thumb} /> : null}
        <span className={classes.words}>
          <span className={classes.subject}>{mail.subject}</span>
          <span className={classes.meta}>
            To {mail.to} · <RelativeTime at={mail.at} />
          </span>
        </span>
        <IconChevronDown size={18} className={classes.chevron} data-open={open} aria-hidden="true" />
      </button>
      {open ? (
        <div className={classes.body}>
          {mail.images.map((image) => (
            <img
              key={image.contentId}
              src={image.url}
              alt="The photograph that came with the mail"
              className={classes.photo}
            />
          ))}
          <p className={classes.text}>{mail.text.trim()}</p>
        </div>
      ) : null}
    </li>
  );
}
