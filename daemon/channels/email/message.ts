import { clean, oneLine, shorten } from '../texts/plain.ts';
import { type Tone, toneOf } from '../texts/tone.ts';
import { longText, type WordedEvent } from '../texts/worded.ts';

/** What a mail says; who it is from and to is known when it is sent. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** UTC milliseconds. */
  readonly date: number;
  readonly urgent: boolean;
}

const SUBJECT = 150;
const COLOURS: Readonly<Record<Tone, string>> = { gain: '#1f7a45', loss: '#b3323b', alarm: '#b3261e', caution: '#a86f00', neutral: '#1f2937' };
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string): string => clean(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Subject, plain text and HTML of an event. The HTML loads nothing from anywhere. */
export function mailOf(event: WordedEvent, subjectPrefix: string): Mail {
  const { seq, ts } = event;
  const number = seq === null ? '' : `#${seq}`;
  return {
    subject: shorten(`${subjectPrefix}${oneLine(event.text)}`, SUBJECT),
    text: clean([longText(event), ...(number ? ['', number] : [])].join('\n')),
    html: htmlOf(event, number),
    date: ts,
    urgent: event.level === 'error',
  };
}

function htmlOf(event: WordedEvent, number: string): string {
  const text = escapeHtml(event.text).replaceAll('\n', '<br>');
  const rows = event.figures.map(
    ({ label, value }) => `<tr><td style="padding:2px 16px 2px 0;color:#6b7280">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  const table = rows.length > 0 ? `<table style="border-collapse:collapse;margin-top:12px">${rows.join('')}</table>` : '';
  const foot = number ? `<p style="color:#9ca3af;font-size:12px">${number}</p>` : '';
  const font = "font-family:-apple-system,'Segoe UI',Roboto,sans-serif;font-size:14px;color:#1f2937";
  return `<!doctype html><html><body style="${font}"><p style="font-size:16px;color:${COLOURS[toneOf(event)]}">${text}</p>${table}${foot}</body></html>`;
}
