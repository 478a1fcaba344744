/** Pages of the login, without script: they work before anything else does. */

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f1f3f5;color:#212529;display:grid;place-items:center;min-height:100vh}
main{background:#fff;padding:2rem;border-radius:8px;box-shadow:0 1px 4px #0003;width:min(26rem,90vw)}
h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;margin:.75rem 0 .25rem}
input{font:inherit;width:100%;padding:.5rem;border:1px solid #868e96;border-radius:4px;box-sizing:border-box}
button,a.button{font:inherit;display:block;width:100%;margin-top:.75rem;padding:.6rem;border:0;border-radius:4px;background:#1864ab;color:#fff;cursor:pointer;text-align:center;text-decoration:none;box-sizing:border-box}
.error{color:#c92a2a}.hint{color:#495057;font-size:.9rem}@media(prefers-color-scheme:dark){body{background:#1a1b1e;color:#e9ecef}main{background:#25262b}.hint{color:#adb5bd}.error{color:#ff8787}input{background:#1a1b1e;color:inherit}}`;

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)} · Turnout</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>${content}</main></body></html>`;

const failure = (message: string | null): string =>
  message === null ? '' : `<p class="error" role="alert">${escaped(message)}</p>`;

/** `contract-manager` → `Contract manager`. */
const roleInWords = (role: string): string => role.charAt(0).toUpperCase() + role.slice(1).replaceAll('-', ' ');

export interface LoginPageOptions {
  readonly message: string | null;
  /** Whether an identity provider is set. */
  readonly oidc: boolean;
  /** People of the demo; empty where real data are kept. */
  readonly demo: readonly { readonly id: string; readonly name: string; readonly role: string }[];
}

export function loginPage({ message, oidc, demo }: LoginPageOptions): string {
  const people = demo
    .map(
      ({ id, name, role }) =>
        `<form method="post" action="/login/demo"><button name="principal" value="${escaped(id)}">${escaped(roleInWords(role))}: ${escaped(name)}</button></form>`,
    )
    .join('');
  const demoPart =
    demo.length === 0 ? '' : `<p class="hint">This is a demo with made-up data. Enter as:</p>${people}<hr>`;
  const oidcPart = oidc ? '<a class="button" href="/login/oidc">Log in with your organisation</a><hr>' : '';
  return page(
    'Log in',
    `${failure(message)}${demoPart}${oidcPart}<form method="post" action="/login">
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Log in</button></form>`,
  );
}

/** Asks for the first administrator. The token is in the link that the server printed when it started. */
export const firstRunPage = (message: string | null, token: string): string =>
  page(
    'First administrator',
    `${failure(message)}<p class="hint">Nobody can log in yet. The first administrator adds everybody else.</p>
<form method="post" action="/login/first"><input type="hidden" name="token" value="${escaped(token)}">
<label for="name">Name</label><input id="name" name="name" autocomplete="name" required>
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password (12 characters or more)</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="12" required>
<button>Create</button></form>`,
  );
