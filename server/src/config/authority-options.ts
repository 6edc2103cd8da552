import type { AuthorityEventListener } from "../events/authority-event.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import type { AttachmentOptions } from "./attachment-settings.ts";
import type { TrustedProxies } from "./client-address.ts";
import type { OpenIdSignInOptions } from "./openid-sign-in-options.ts";
import type { ProxyOptions } from "./provider-network-settings.ts";
import type { SigningAlgorithm } from "./signing-algorithm.ts";
import type { TitleGenerator, TitleModelOptions } from "./title-settings.ts";

/**
 * The maximum numbers of requests or chat events per minute. Each limit applies to one client address, except
 * `eventsPerMinute`, which applies to one user.
 */
export interface RateLimitOptions {
  /** The maximum number of new anonymous visitors per minute. Default: 30. */
  anonymousPerMinute?: number;
  /**
   * The maximum number of refreshes of visitors' workspace tokens per minute, including requests to
   * `/v1/threads/claim`. Default: 120.
   */
  refreshPerMinute?: number;
  /** The maximum number of requests per minute with an invalid API key. Default: 30. */
  failedKeysPerMinute?: number;
  /** The maximum number of chat events per minute that one user may report to one process. Default: 600. */
  eventsPerMinute?: number;
}

/** When signing keys are published, rotated and removed. */
export interface SigningKeyRotationOptions {
  /**
   * How often the signing key rotates, in seconds, 86,400 (1 day) to 315,360,000 (10 years). If null, the key rotates
   * only manually. Default: 7,776,000 (90 days).
   */
  everySeconds?: number | null;
  /**
   * How long a key is published before it signs tokens, in seconds, 3600 (1 hour) to 2,592,000 (30 days). In this time,
   * verifiers fetch the JWKS that contains the key. Default: 3600.
   */
  publishAheadSeconds?: number;
  /**
   * How long a key stays published after it stops signing, in seconds. The range is `tokenLifetimeSeconds` + 600 to
   * 2,592,000 (30 days). Default: 86,400 (24 hours).
   */
  retainSeconds?: number;
}

/** The request to move a visitor's threads to a signed-in user. */
export interface ThreadClaim {
  /** The visitor whose threads move. */
  from: { userId: string; workspaceId: string };
  /** The signed-in user who presented the visitor's refresh token. */
  to: { userId: string; workspaceId: string };
}

/** The options of `createAuthority`. */
export interface AuthorityOptions {
  /** The database, from `openStorage`. Closing the authority does not close the database. */
  storage: AuthorityStorage;
  /**
   * The public base URL of this authority, such as `https://auth.example.com`: normalized, without a trailing slash. It
   * is the `iss` of the authority's tokens.
   */
  issuer: string;
  /**
   * The id of the project: 1 to 64 letters, digits, `-` and `_`. The first character is a letter or digit. The id is
   * part of API keys and tokens. Default: `default`.
   */
  projectId?: string;
  /**
   * The signing algorithm of workspace tokens. After a change, the authority signs with a new key. The old public key
   * stays published, so older tokens stay valid. Default: `ES256`.
   */
  signingAlgorithm?: SigningAlgorithm;
  /** When signing keys rotate; see {@link SigningKeyRotationOptions}. Default: every 90 days. */
  signingKeyRotation?: SigningKeyRotationOptions;
  /** The lifetime of a workspace token, in seconds, 5 to 3600. Default: 300. */
  tokenLifetimeSeconds?: number;
  /** Whether visitors without an account receive workspace tokens. Default: false. */
  anonymous?: boolean;
  /** Whether to serve the assistant-ui API: threads, messages, runs. Default: true. */
  threads?: boolean;
  /**
   * The generator of thread titles: a function that streams a title, or a model with an OpenAI-compatible API. Default:
   * null. If the value is null or generation fails, the title is the first words of the user's message.
   */
  titles?: TitleGenerator | TitleModelOptions | null;
  /**
   * The storage and the size limits of attachments; false to reject attachments. Default: the values of the environment
   * variables `ATTACHMENTS_…`, otherwise the defaults of {@link AttachmentOptions}.
   */
  attachments?: false | AttachmentOptions;
  /** How long run reports are kept, in days, 1 to 3650. Default: 90. */
  runReportDays?: number;
  /** How long audit log entries are kept, in days, 1 to 36,500; null to keep them forever. Default: 365. */
  auditRetentionDays?: number | null;
  /**
   * Whether each refresh of a visitor's workspace token also returns a new refresh token. The old refresh token stays
   * valid for a minute after the new refresh token is first used. After that minute, any use of the old refresh token
   * revokes all refresh tokens of the visitor. If this option is false, the refresh token does not change, as in the
   * hosted cloud. Default: true.
   */
  refreshRotation?: boolean;
  /**
   * The lifetime of an unused refresh token, in seconds, 3600 (1 hour) to 31,536,000 (1 year). Default: 2,592,000 (30
   * days).
   */
  refreshLifetimeSeconds?: number;
  /**
   * The maximum lifetime of a visitor's refresh tokens, in seconds from the first visit. The range is
   * `refreshLifetimeSeconds` to 315,360,000 (10 years). Default: 31,536,000 (1 year).
   */
  refreshMaxLifetimeSeconds?: number;
  /**
   * The rate limits per minute, 1 to 1,000,000 each; false to disable them. An IPv6 /64 network is treated as one
   * address. With PostgreSQL, all processes share the counters of client addresses. With an embedded database, these
   * counters are in memory. The counters of `eventsPerMinute` are always in memory. Default: the defaults of
   * {@link RateLimitOptions}.
   */
  rateLimits?: false | RateLimitOptions;
  /**
   * The proxies whose `X-Forwarded-For` is trusted. Pass the number of proxies in front of this process (0 to 10), or
   * their addresses and networks, such as `10.0.0.0/8`. Default: 0, which treats all callers behind a proxy as one
   * address.
   */
  trustedProxies?: TrustedProxies;
  /**
   * The origins, up to 32, whose pages may call the authority from a browser (CORS): `https://host`, `https://*.host`
   * (its subdomains only), `http://localhost[:port]`, or the origin of an app or a browser extension, such as
   * `capacitor://localhost`. Default: an empty list. If the database contains no origins either, pages of every origin
   * may call the authority.
   */
  allowedOrigins?: readonly string[];
  /**
   * Whether to serve the dashboard's API at `/admin/api`. Admins sign in through `adminOpenId`, or with a password.
   * They set the password through a link that `authority.dashboard` creates. `loopback` is for development: local users
   * need no password, and the issuer must be a loopback address. Default: true.
   */
  admin?: boolean | "loopback";
  /**
   * Adds dashboard sign-in through your team's OpenID provider; see {@link OpenIdSignInOptions}. Default: none; admins
   * sign in only with a password.
   */
  adminOpenId?: OpenIdSignInOptions;
  /**
   * The maximum number of token decisions that this process stores in memory for the dashboard, 0 to 100,000. The limit
   * applies to each outcome separately. A decision needs about 200 bytes. Default: 1000.
   */
  decisionLogSize?: number;
  /**
   * For development: allows `https://` and `http://` JWKS URLs on a loopback address, and an `http://` OpenID issuer on
   * a loopback address. `createAuthority` rejects the value true if `NODE_ENV` is `production`. Default: false.
   */
  allowInsecureJwks?: boolean;
  /**
   * The private hosts, networks and addresses of your auth providers, such as `login.corp.internal`, `*.corp.internal`
   * and `10.20.0.0/16`. The server blocks requests to all other private networks. A listed host may resolve to a
   * private address. A loopback or link-local address is allowed only if its network is listed. Default: the
   * comma-separated values of `AUTHORITY_PRIVATE_PROVIDERS`, otherwise none.
   */
  privateProviders?: readonly string[];
  /**
   * The proxy for requests to JWKS URLs and to the dashboard's OpenID provider; false to connect without a proxy. The
   * proxy resolves the host names, so it must block private networks. Default: `HTTPS_PROXY` and `NO_PROXY`, otherwise
   * none.
   */
  proxy?: false | ProxyOptions;
  /**
   * The secret that encrypts the private signing keys. It must have at least 32 characters. Default:
   * `AUTHORITY_SECRET`, otherwise the secret in the file `secret.key` of the embedded database's folder.
   */
  secret?: string;
  /**
   * The previous secret. Pass it until every private key is encrypted with the new secret. Default:
   * `AUTHORITY_SECRET_PREVIOUS`, otherwise none.
   */
  previousSecret?: string;
  /**
   * Moves a visitor's threads in another API to the signed-in user. Returns the number of moved threads.
   * `POST /v1/threads/claim` calls this function after it has moved the threads in this server. If the function throws,
   * the route responds with 500, and the visitor's refresh token stays valid. The client can then retry. A retry passes
   * the same claim again, so the function must be idempotent. Default: none. Without this function, the route responds
   * with 404 if `threads` is false.
   */
  moveThreads?: (claim: ThreadClaim) => Promise<number>;
  /** The wall clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
  /**
   * Receives each error that causes a 500 or 503 response, and each error of background work and of `onEvent`. The
   * error may contain text of the database driver. Default: none.
   */
  onFault?: (error: unknown) => void;
  /**
   * Receives events about responses, token decisions, JWKS fetches and user actions in the chat, for logs and metrics.
   * The server calls the listener synchronously, so a slow listener delays requests. Errors that the listener throws go
   * to `onFault`. Default: none.
   */
  onEvent?: AuthorityEventListener;
}
