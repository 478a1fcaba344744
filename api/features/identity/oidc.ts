import * as client from 'openid-client';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What is kept in the session between the way to the provider and back. */
export interface OidcAttempt {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  /** Only an address that the provider says is verified. */
  readonly email: string | null;
  readonly name: string | null;
}

export interface Oidc {
  /** Address at the provider, and what to keep until the way back. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly attempt: OidcAttempt }>;
  /** @throws Error when the reply is not the one to `attempt` */
  finish(currentUrl: URL, attempt: OidcAttempt): Promise<OidcPerson>;
}

/** Authorisation code with PKCE (RFC 7636). The provider is asked for its addresses at the first login. */
export function createOidc(settings: OidcSettings): Oidc {
  let discovered: Promise<client.Configuration> | null = null;
  const configuration = (): Promise<client.Configuration> => {
    const issuer = new URL(settings.issuer);
    const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
    discovered ??= client
      .discovery(
        issuer,
        settings.clientId,
        settings.clientSecret,
        undefined,
        isLoopback ? { execute: [client.allowInsecureRequests] } : {},
      )
      .catch((error: unknown) => {
        discovered = null;
        throw error;
      });
    return discovered;
  };
  return {
    async begin(redirectUri) {
      const config = await configuration();
      const attempt = {
        verifier: client.randomPKCECodeVerifier(),
        state: client.randomState(),
        nonce: client.randomNonce(),
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
        state: attempt.state,
        nonce: attempt.nonce,
      });
      return { url: url.href, attempt };
    },
    async finish(currentUrl, { verifier, state, nonce }) {
      const config = await configuration();
      const tokens = await client.authorizationCodeGrant(config, currentUrl, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('The provider sent no ID token.');
      const { email, email_verified: verified, name } = claims;
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: typeof email === 'string' && verified === true ? email : null,
        name: typeof name === 'string' ? name : null,
      };
    },
  };
}
