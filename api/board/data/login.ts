/** Who is logged in, as the server says once, before anything is drawn. */
export interface Login {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly grants: readonly {
    readonly role: string;
    readonly scope: { readonly kind: string; readonly code?: string };
  }[];
}

let current: Login | null = null;

/** null: nobody has to log in at this server. */
export const loginOf = (): Login | null => current;

/** Leaves for the login page where nobody is logged in. @returns whether the board may be drawn */
export async function openLogin(): Promise<boolean> {
  const response = await fetch('me', { headers: { accept: 'application/json' } });
  if (response.status === 401) {
    toLogin();
    return false;
  }
  current = response.ok ? ((await response.json()) as Login) : null;
  return true;
}

/** A login has ended while the board was open, or never was. */
export function toLogin(): void {
  location.assign('login');
}

export async function logOut(): Promise<void> {
  await fetch('logout', { method: 'POST' });
  toLogin();
}
