import { z } from "zod";
import { readAllowedOrigin } from "../base/allowed-origin.ts";
import { AuthorityError } from "../base/authority-error.ts";
import type { EventListener } from "../events/authority-event.ts";
import type { AuthorityOptions } from "./authority-options.ts";
import { type ClientAddress, createClientAddress, type TrustedProxies } from "./client-address.ts";
import type { RateLimitSettings } from "./rate-limit-settings.ts";
import { type OpenIdSettings, readOpenIdSettings } from "./read-openid-settings.ts";
import type { RotationSchedule } from "./rotation-schedule.ts";
import type { SigningAlgorithm } from "./signing-algorithm.ts";

/** The options of an authority, checked, with every default filled in. */
export interface AuthoritySettings {
  issuer: string;
  projectId: string;
  signingAlgorithm: SigningAlgorithm;
  signingKeyRotation: RotationSchedule;
  tokenLifetimeSeconds: number;
  anonymous: boolean;
  refreshRotation: boolean;
  refreshLifetimeSeconds: number;
  refreshMaxLifetimeSeconds: number;
  rateLimits: RateLimitSettings | null;
  clientAddress: ClientAddress;
  allowedOrigins: readonly string[];
  admin: boolean;
  /** Null where the password is the only way into the dashboard. */
  adminOpenId: OpenIdSettings | null;
  decisionLogSize: number;
  allowInsecureJwks: boolean;
  secret: string;
  previousSecret: string | null;
  /** Null where the threads' own API has no part in this. */
  moveThreads: NonNullable<AuthorityOptions["moveThreads"]> | null;
  now: () => number;
  onFault: (error: unknown) => void;
  /** Null when nobody wants to be told, so that nothing is gathered. */
  onEvent: EventListener | null;
}

const MONTH_SECONDS = 2_592_000;
/** Verifiers keep a JWKS for up to 10 minutes, and a token may be as young as the moment its key retires. */
const RETAIN_MARGIN_SECONDS = 600;

const PROJECT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Tells whether a text can be a project's id. */
export const isProjectId = (text: string): boolean => typeof text === "string" && PROJECT_ID.test(text);

const perMinute = z.int().min(1).max(1_000_000);

const schema = z.strictObject({
  storage: z.custom<AuthorityOptions["storage"]>(
    (value) => typeof value === "object" && value !== null && "transaction" in value,
    "must come from openStorage()",
  ),
  issuer: z.string().transform((value, context) => {
    const problem = findIssuerFault(value);
    if (problem !== null) context.addIssue(problem);
    return value;
  }),
  projectId: z.string().regex(PROJECT_ID, "must be 1 to 64 letters, digits, - and _").default("default"),
  signingAlgorithm: z.enum(["ES256", "RS256", "EdDSA"]).default("ES256"),
  signingKeyRotation: z
    .strictObject({
      everySeconds: z.int().min(86_400).max(315_360_000).nullable().default(7_776_000),
      publishAheadSeconds: z.int().min(3600).max(MONTH_SECONDS).default(3600),
      retainSeconds: z.int().max(MONTH_SECONDS).default(86_400),
    })
    .prefault({}),
  tokenLifetimeSeconds: z.int().min(5).max(3600).default(300),
  anonymous: z.boolean().default(false),
  refreshRotation: z.boolean().default(true),
  refreshLifetimeSeconds: z.int().min(3600).max(31_536_000).default(MONTH_SECONDS),
  refreshMaxLifetimeSeconds: z.int().max(315_360_000).default(31_536_000),
  rateLimits: z
    .union([
      z.literal(false),
      z.strictObject({
        anonymousPerMinute: perMinute.default(30),
        refreshPerMinute: perMinute.default(120),
        failedKeysPerMinute: perMinute.default(30),
      }),
    ])
    .prefault({}),
  trustedProxies: z
    .custom<TrustedProxies>((value) => {
      const isCount = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10;
      const isList = Array.isArray(value) && value.every((each) => typeof each === "string");
      return isCount || (isList && createClientAddress(value) !== null);
    }, "must be a number from 0 to 10, or addresses and networks such as 10.0.0.0/8")
    .default(0),
  allowedOrigins: z
    .array(
      z.string().transform((value, context) => {
        const origin = readAllowedOrigin(value);
        if (origin === null) context.addIssue("must be https://host, https://*.host or http://localhost");
        return origin ?? "";
      }),
    )
    .max(32)
    .default([]),
  admin: z.boolean().default(true),
  /** Checked on its own, by `readOpenIdSettings`. */
  adminOpenId: z.unknown().optional(),
  decisionLogSize: z.int().min(0).max(100_000).default(1000),
  allowInsecureJwks: z.boolean().default(false),
  secret: z.string().min(32, "must have at least 32 characters").optional(),
  previousSecret: z.string().min(32, "must have at least 32 characters").optional(),
  moveThreads: z
    .custom<NonNullable<AuthorityOptions["moveThreads"]>>((value) => typeof value === "function", "must be a function")
    .nullable()
    .default(null),
  now: z.custom<() => number>((value) => typeof value === "function", "must be a function").default(() => Date.now),
  onFault: z.custom<(error: unknown) => void>((value) => typeof value === "function", "must be a function").optional(),
  onEvent: z.custom<EventListener>((value) => typeof value === "function", "must be a function").optional(),
});

/** Checks an authority's options; throws `invalid_setting` that names the option and what is wrong. */
export function readSettings(options: AuthorityOptions): AuthoritySettings {
  const result = schema.safeParse(options);
  if (!result.success) {
    const issue = result.error.issues.map(innermost)[0];
    const name = issue === undefined || issue.path.length === 0 ? "The options" : `\`${issue.path.join(".")}\``;
    const remedy = "Correct that option: docs/authority/settings.md has the unit, range and default of each.";
    throw invalid(`${name} of createAuthority(): ${issue?.message ?? "invalid"}.`, remedy);
  }
  const {
    storage,
    secret: given,
    previousSecret,
    onFault = () => {},
    onEvent,
    trustedProxies,
    rateLimits,
    adminOpenId,
    ...settings
  } = result.data;
  if (settings.refreshMaxLifetimeSeconds < settings.refreshLifetimeSeconds) {
    throw invalid("`refreshMaxLifetimeSeconds` must not be below `refreshLifetimeSeconds`.", "Correct one of them.");
  }
  const leastRetention = settings.tokenLifetimeSeconds + RETAIN_MARGIN_SECONDS;
  if (settings.signingKeyRotation.retainSeconds < leastRetention) {
    throw invalid(
      `\`signingKeyRotation.retainSeconds\` must be ${leastRetention} or more, the life of a token and 10 minutes.`,
      "Keep retired keys published for longer.",
    );
  }
  if (settings.allowInsecureJwks && process.env["NODE_ENV"] === "production") {
    throw invalid("`allowInsecureJwks` is refused in production.", "Serve the JWKS over HTTPS, or unset NODE_ENV.");
  }
  // A variable that is set to nothing, as in many a compose file, is one that is not set.
  const secret = given ?? (process.env["AUTHORITY_SECRET"] || storage.localSecret);
  if (secret === null || secret.length < 32) {
    throw invalid(
      secret === null ? "No secret was given to seal the private signing keys." : "AUTHORITY_SECRET is too short.",
      "Set AUTHORITY_SECRET to at least 32 random characters (openssl rand -base64 32), the same in every process.",
    );
  }
  const previous = previousSecret ?? (process.env["AUTHORITY_SECRET_PREVIOUS"] || null);
  if (previous !== null && previous.length < 32) {
    throw invalid("AUTHORITY_SECRET_PREVIOUS is too short.", "Set it to the secret of before, or unset it.");
  }
  const clientAddress = createClientAddress(trustedProxies) ?? (() => null);
  return {
    ...settings,
    adminOpenId: adminOpenId === undefined ? null : readOpenIdSettings(adminOpenId, settings.allowInsecureJwks),
    rateLimits: rateLimits || null,
    clientAddress,
    secret,
    previousSecret: previous,
    onFault,
    onEvent: onEvent === undefined ? null : guarded(onEvent, onFault),
  };
}

/** Of an option that may be one of several things, the part that is wrong. */
function innermost(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, "path" | "message"> {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flat().find(({ path }) => path.length > 0);
  return inner === undefined ? issue : { path: [...issue.path, ...inner.path], message: inner.message };
}

/** A listener's fault must not become the caller's. */
function guarded(listener: EventListener, onFault: (error: unknown) => void): EventListener {
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      onFault(error);
    }
  };
}

function invalid(message: string, remedy: string): AuthorityError {
  return new AuthorityError("invalid_setting", message, remedy);
}

function findIssuerFault(value: string): string | null {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return "must be an absolute URL, such as https://auth.example.com";
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must start with https:// or http://";
  if (url.username || url.password || url.search || url.hash) return "must have no user, query or fragment";
  if (value.endsWith("/")) return "must not end with a slash";
  return null;
}
