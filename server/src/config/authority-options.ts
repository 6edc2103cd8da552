import type { AuthorityEventListener } from "../events/authority-event.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import type { AttachmentOptions } from "./attachment-settings.ts";
import type { TrustedProxies } from "./client-address.ts";
import type { OpenIdSignInOptions } from "./openid-sign-in-options.ts";
import type { ProxyOptions } from "./provider-network-settings.ts";
import type { SigningAlgorithm } from "./signing-algorithm.ts";
import type { TitleGenerator, TitleModelOptions } from "./title-settings.ts";

/** Limits for each address, in requests a minute. */
export interface RateLimitOptions {
  /** New anonymous visitors. Default: 30. */
  anonymousPerMinute?: number;
  /** Refreshes of visitors. Default: 120. */
  refreshPerMinute?: number;
  /** API keys that are refused. Default: 30. */
  failedKeysPerMinute?: number;
  /** Events that one user reports, in each process. Default: 600. */
  eventsPerMinute?: number;
}

/** When signing keys are published, used and taken away. */
export interface SigningKeyRotationOptions {
  /** After how long a new key takes over, in seconds, 86,400 (1 day) to 315,360,000 (10 years); null for by command only. Default: 7,776,000 (90 days). */
  everySeconds?: number | null;
  /** For how long a key is published before it signs, in seconds, 3600 (1 hour) to 2,592,000 (30 days): verifiers fetch it meanwhile. Default: 3600. */
  publishAheadSeconds?: number;
  /**
   * For how long a key stays published once it no longer signs, in seconds: `tokenLifetimeSeconds` + 600 to 2,592,000 (30 days).
   * Default: 86,400 (24 hours).
   */
  retainSeconds?: number;
}

/** Whose threads go to whom. */
export interface ThreadClaim {
  /** The visitor. */
  from: { userId: string; workspaceId: string };
  /** The user who holds the visitor's refresh token. */
  to: { userId: string; workspaceId: string };
}

/** The options of `createAuthority`. */
export interface AuthorityOptions {
  /** The database, from `openStorage`. It stays open when the authority is closed. */
  storage: AuthorityStorage;
  /** The public base URL of this authority, without a trailing slash; the `iss` of its tokens. */
  issuer: string;
  /** 1 to 64 letters, digits, `-` and `_`. Part of API keys and tokens. Default: `default`. */
  projectId?: string;
  /** What tokens are signed with. A change makes a new key; the old public key stays published. Default: `ES256`. */
  signingAlgorithm?: SigningAlgorithm;
  /** When signing keys are replaced; see {@link SigningKeyRotationOptions}. Default: every 90 days. */
  signingKeyRotation?: SigningKeyRotationOptions;
  /** How long a workspace token lives, in seconds, 5 to 3600. Default: 300. */
  tokenLifetimeSeconds?: number;
  /** Whether visitors without an account may have tokens. Default: false. */
  anonymous?: boolean;
  /** Whether the assistant-ui API is served behind the token: threads, messages, runs. Default: true. */
  threads?: boolean;
  /**
   * What writes the titles of threads: a function that streams one, or a model on an endpoint that speaks OpenAI's protocol. If it
   * fails, the first words of the user's message are the title. Default: null, for those words.
   */
  titles?: TitleGenerator | TitleModelOptions | null;
  /** Where the files of conversations are kept, and how much of them; false refuses them. Default: in the database; see {@link AttachmentOptions}. */
  attachments?: false | AttachmentOptions;
  /** For how long reports of runs are kept, in days, 1 to 3650. Default: 90. */
  runReportDays?: number;
  /** For how long entries of the audit log are kept, in days, 1 to 36,500; null keeps them for good. Default: 365. */
  auditRetentionDays?: number | null;
  /**
   * Whether each refresh of a visitor gives a new refresh token. The one before counts until the new one has been used, and a
   * minute more; an older one ends all tokens of that visitor. Off, the token stays the same, as in the hosted cloud. Default: true.
   */
  refreshRotation?: boolean;
  /** For how long a refresh token lives from its last use, in seconds, 3600 (1 hour) to 31,536,000 (1 year). Default: 2,592,000 (30 days). */
  refreshLifetimeSeconds?: number;
  /**
   * For how long a visitor can come back at all, in seconds from the first visit: `refreshLifetimeSeconds` to 315,360,000 (10 years).
   * Default: 31,536,000 (1 year).
   */
  refreshMaxLifetimeSeconds?: number;
  /**
   * How many requests a minute one address may make, 1 to 1,000,000 each, or false for no limits. An IPv6 network of 64 bits counts
   * as one address. Counted in PostgreSQL for all processes, in memory where there is one. Default: the numbers below.
   */
  rateLimits?: false | RateLimitOptions;
  /**
   * Whose `X-Forwarded-For` is believed: how many proxies stand in front of this process (0 to 10), or their addresses and networks,
   * such as `10.0.0.0/8`. Default: nobody's, so that all callers behind a proxy count as one address.
   */
  trustedProxies?: TrustedProxies;
  /**
   * Which pages may call from a browser (CORS): up to 32 of `https://host`, `https://*.host` (strictly below
   * that host), `http://localhost[:port]`. Default: none listed, which allows every page.
   */
  allowedOrigins?: readonly string[];
  /**
   * Whether the dashboard's API is answered at `/admin/api`; nothing can be done there before an admin's password is set
   * by a link of `authority.dashboard`. With `loopback`, whoever uses this machine is let in without a password, for development;
   * the issuer must be on this machine. Default: true.
   */
  admin?: boolean | "loopback";
  /** Has people sign in to the dashboard by the team's own OpenID provider; see {@link OpenIdSignInOptions}. Default: by the password alone. */
  adminOpenId?: OpenIdSignInOptions;
  /**
   * How many of the last decisions on tokens are kept in this process's memory for the dashboard, 0 to 100,000;
   * some 200 bytes each. Default: 1000.
   */
  decisionLogSize?: number;
  /** Allows JWKS URLs of `http://` on this machine, for development; refused when `NODE_ENV` is `production`. Default: false. */
  allowInsecureJwks?: boolean;
  /**
   * Auth providers in private networks, from which JWKS are refused otherwise: hosts such as `login.corp.internal` and
   * `*.corp.internal`, networks such as `10.20.0.0/16` and addresses. A listed host may have an address of a private network; this
   * machine and the link have to be listed as a network. Default: `AUTHORITY_PRIVATE_PROVIDERS`, with commas between them, else none.
   */
  privateProviders?: readonly string[];
  /**
   * The proxy by which JWKS and the OpenID provider of the dashboard are fetched, or false for none. It opens a tunnel to the host by
   * its name, so it has to keep requests out of private networks. Default: `HTTPS_PROXY` and `NO_PROXY`, else none.
   */
  proxy?: false | ProxyOptions;
  /** Seals the private signing keys, at least 32 characters. Default: `AUTHORITY_SECRET`, else the file beside an embedded database. */
  secret?: string;
  /** The secret of before, while private signing keys may still be sealed with it. Default: `AUTHORITY_SECRET_PREVIOUS`, else none. */
  previousSecret?: string;
  /**
   * Moves what another API keeps of an anonymous visitor who has signed in, and returns how many threads that were; called by
   * `POST /v1/threads/claim` after the threads here have been moved. It may be called again for the same visitor. What it throws is
   * a 500 to the caller, and the visitor keeps the refresh token. Default: none; without `threads`, that route is 404.
   */
  moveThreads?: (claim: ThreadClaim) => Promise<number>;
  /** The wall clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
  /** Told of each error that a caller saw as 500 or 503. It may hold text of the database driver. Default: nobody. */
  onFault?: (error: unknown) => void;
  /**
   * Told of each answered request, each decision on a token and each fetch of a JWKS, for logs and metrics. It is called on the
   * request's way, so it must be quick; what it throws goes to `onFault`. Default: nobody.
   */
  onEvent?: AuthorityEventListener;
}
