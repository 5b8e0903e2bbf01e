import type { FactRow } from './alert-facts.ts';
import { escapeHtml } from './alert-words.ts';

/** What a mail shows. Plain text throughout: this file escapes. */
export interface AlertPage {
  subject: string;
  headline: string;
  /** What the coloured bar says. */
  kicker: string;
  rows: FactRow[];
  photo: { cid: string; alt: string; widthPx?: number } | null;
  /** Of the bar; an alert’s red when absent. */
  barColor?: string;
  /** Large, to be read and typed. */
  digits?: string;
  /** Below the facts. */
  note?: string;
  /** Stands where the photograph would. */
  photoNote: string | null;
  footer: string[];
  link: { url: string; text: string } | null;
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Mail clients know tables and inline styles; those that know more turn it dark with the rest of the desk. */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page{background:#141413!important}.card{background:#1e1d1b!important;border-color:#32302c!important}
.ink{color:#ebe7e0!important}.dim{color:#a39d93!important}.line{border-color:#32302c!important}.link{color:#86b9bb!important}}`;

export function renderPage(page: AlertPage): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(page.subject)}</title><style>${DARK}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f0ea;${FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" style="width:100%;max-width:560px;background:#ffffff;border:1px solid #e8e4dc;border-radius:8px;overflow:hidden;${FONT}">
<tr><td style="background:${page.barColor ?? ALERT_RED};color:#ffffff;padding:12px 24px;font-size:13px;font-weight:600">${escapeHtml(page.kicker)}</td></tr>
<tr><td class="ink" style="padding:24px 24px 16px;color:#23201c;font-size:20px;line-height:28px;font-weight:600">${escapeHtml(page.headline)}</td></tr>
${renderDigits(page)}${renderPhoto(page)}<tr><td style="padding:0 24px 16px">
<table width="100%" cellpadding="0" cellspacing="0" style="font-size:14px;line-height:20px">
${page.rows.map(renderRow).join('\n')}
</table></td></tr>
${renderNote(page)}${renderLink(page)}<tr><td class="dim line" style="padding:16px 24px;border-top:1px solid #e8e4dc;color:#696359;font-size:12px;line-height:18px">${page.footer.map(escapeHtml).join('<br>')}</td></tr>
</table></td></tr></table></body></html>`;
}

const ALERT_RED = '#93372c';

function renderDigits({ digits }: AlertPage): string {
  if (!digits) return '';
  return `<tr><td class="ink" style="padding:0 24px 20px;color:#23201c;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:36px;line-height:44px;font-weight:600;letter-spacing:6px">${escapeHtml(digits)}</td></tr>\n`;
}

function renderNote({ note }: AlertPage): string {
  if (!note) return '';
  return `<tr><td class="ink" style="padding:0 24px 20px;color:#23201c;font-size:14px;line-height:20px">${escapeHtml(note)}</td></tr>\n`;
}

function renderPhoto({ photo, photoNote }: AlertPage): string {
  const content = photo
    ? `<img src="cid:${escapeHtml(photo.cid)}" alt="${escapeHtml(photo.alt)}" width="${photo.widthPx ?? 512}" style="display:block;width:100%;max-width:${photo.widthPx ?? 512}px;height:auto;border:0;border-radius:6px;color:#696359;font-size:13px">`
    : photoNote && `<span class="dim" style="color:#696359;font-size:14px">${escapeHtml(photoNote)}</span>`;
  return content ? `<tr><td style="padding:0 24px 16px">${content}</td></tr>\n` : '';
}

function renderRow([label, value]: FactRow): string {
  const line = 'border-top:1px solid #e8e4dc;padding:8px 0;vertical-align:top;text-align:left';
  return `<tr><th scope="row" class="dim line" width="120" style="${line};padding-right:16px;color:#696359;font-weight:400;white-space:nowrap">${escapeHtml(label)}</th><td class="ink line" style="${line};color:#23201c;overflow-wrap:anywhere;word-break:break-word">${escapeHtml(value)}</td></tr>`;
}

function renderLink({ link }: AlertPage): string {
  if (!link) return '';
  return `<tr><td style="padding:0 24px 20px;font-size:14px"><a class="link" href="${escapeHtml(link.url)}" style="color:#164c52;font-weight:600">${escapeHtml(link.text)}</a></td></tr>\n`;
}

const LABEL_WIDTH = 15;

/** The same in plain text; it stands alone. */
export function renderText(page: AlertPage): string {
  const rows = page.rows.map(([label, value]) => `${`${label}:`.padEnd(LABEL_WIDTH)} ${value}`);
  const photo = page.photoNote ?? (page.photo ? `The photograph is attached: ${page.photo.alt}.` : null);
  const link = page.link && `${page.link.text}: ${page.link.url}`;
  const blocks = [
    page.headline,
    page.digits,
    rows.join('\n'),
    photo,
    page.note,
    link,
    `-- \n${page.footer.join('\n')}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}
