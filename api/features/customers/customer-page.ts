import { createHash, randomUUID } from 'node:crypto';
import { type CustomerView, customerTime } from './customer-view.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
.standing { font-size: 1.25rem; font-weight: 600; border-left: .4rem solid; padding: .25rem 0 .25rem .75rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
ol { list-style: none; padding: 0; } li { border-top: 1px solid; padding: .5rem 0; } .text { white-space: pre-wrap; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; } textarea { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
button { font: inherit; padding: .6rem 1.2rem; margin: .5rem 0; cursor: pointer; } :focus-visible { outline: 3px solid; outline-offset: 2px; }
.notice { border: 2px solid; padding: .5rem .75rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
`;

/** Nothing is loaded from anywhere, no script runs, and the address of the page, which is its secret, is told to nobody. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
};

const escaped = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? '',
  );

const page = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;

/** The customer's page of a call. `path` is its own address, `notice` what has just been done. */
export function customerPage(view: CustomerView, path: string, notice: string | null): string {
  const time = (text: string | null): string | null =>
    text === null ? null : `<time datetime="${escaped(text)}">${escaped(customerTime(view, text))}</time>`;
  const who =
    view.comes === null
      ? null
      : `${escaped(view.comes.name)}${view.comes.start === null ? '' : `, planned for ${time(view.comes.start)}`}`;
  const facts: [string, string | null][] = [
    ['Where', escaped([view.site, view.address ?? ''].filter((part) => part !== '').join(', '))],
    ['Reported', time(view.logged_at)],
    ['Who comes', who],
    ['Promised arrival', view.responded_at === null ? time(view.respond_by) : null],
    ['Arrived', time(view.responded_at)],
    ['Promised fix', view.fixed_at === null ? time(view.fix_by) : null],
    ['Fixed', time(view.fixed_at)],
    ['What was done', view.resolution === null ? null : `<span class="text">${escaped(view.resolution)}</span>`],
  ];
  const rows = facts.filter(([, value]) => value !== null).map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`);
  const comments = view.comments.map(
    (each) =>
      `<li><strong>${each.from === 'you' ? 'You' : 'We'}</strong>, ${time(each.at)}<div class="text">${escaped(each.text)}</div></li>`,
  );
  const form = (
    action: string,
    label: string,
    button: string,
  ): string => `<form method="post" action="${escaped(path)}/${action}">
<input type="hidden" name="key" value="${randomUUID()}">
<label for="${action}">${label}</label>
<textarea id="${action}" name="text" rows="4" maxlength="5000" required></textarea>
<button>${button}</button>
</form>`;
  return page(
    `Call ${view.number}`,
    `${notice === null ? '' : `<p class="notice" role="status">${escaped(notice)}</p>`}
<h1>Your call ${escaped(view.number)}</h1>
<p class="standing">${escaped(view.standing)}</p>
<p class="text">${escaped(view.description)}</p>
<dl>${rows.join('\n')}</dl>
<p>Times are those of the clock at ${escaped(view.site)} (${escaped(view.time_zone)}).</p>
<h2>Messages</h2>
${comments.length === 0 ? '<p>None yet.</p>' : `<ol>${comments.join('\n')}</ol>`}
${form('comment', 'Your message to us', 'Send')}
${view.can_reopen ? `<h2>Not fixed after all?</h2>\n${form('reopen', 'What is still wrong?', 'Report it again')}` : ''}`,
  );
}

/** A page for what can't be shown or done. */
export const refusedPage = (detail: string): string =>
  page('Not possible', `<h1>This is not possible</h1>\n<p role="alert">${escaped(detail)}</p>`);
