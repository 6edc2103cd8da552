import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";
import { isLoopbackHost } from "../jwks/jwks-url.ts";
import type { AuthorityOptions } from "./authority-options.ts";
import { type ClientAddress, createClientAddress, type TrustedProxies } from "./client-address.ts";
import { functionOf } from "./parse-options.ts";
import { type OpenIdSettings, readOpenIdSettings } from "./read-openid-settings.ts";
import { readTitleModel, type TitleGenerator, type TitleModel } from "./title-settings.ts";

/** The maximum lifetime of a visitor's refresh token, in seconds: 10 years. */
export const LONGEST_REFRESH_SECONDS = 315_360_000;

const perMinute = z.int().min(1).max(1_000_000);

/** The schema of the options of a process that serves requests. */
export const serverShape = {
  issuer: z.string().superRefine((value, context) => {
    const problem = findIssuerFault(value);
    if (problem !== null) context.addIssue(problem);
  }),
  tokenLifetimeSeconds: z.int().min(5).max(3600).default(300),
  anonymous: z.boolean().default(false),
  threads: z.boolean().default(true),
  /** The options for thread titles. This schema accepts any value; `readTitleModel` validates the value. */
  titles: z.unknown().optional(),
  refreshRotation: z.boolean().default(true),
  refreshLifetimeSeconds: z.int().min(3600).max(31_536_000).default(2_592_000),
  refreshMaxLifetimeSeconds: z.int().max(LONGEST_REFRESH_SECONDS).default(31_536_000),
  rateLimits: z
    .union([
      z.literal(false),
      z.strictObject({
        anonymousPerMinute: perMinute.default(30),
        refreshPerMinute: perMinute.default(120),
        failedKeysPerMinute: perMinute.default(30),
        eventsPerMinute: perMinute.default(600),
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
  admin: z.union([z.boolean(), z.literal("loopback")]).default(true),
  /** The OpenID options, which `readOpenIdSettings` validates. */
  adminOpenId: z.unknown().optional(),
  decisionLogSize: z.int().min(0).max(100_000).default(1000),
  moveThreads: functionOf<NonNullable<AuthorityOptions["moveThreads"]>>().nullable().default(null),
};

const schema = z.strictObject(serverShape);
type Parsed = z.output<typeof schema>;

/** The validated settings of a process that serves requests. Omitted options have their defaults. */
export interface ServerSettings extends Omit<Parsed, "rateLimits" | "trustedProxies" | "adminOpenId" | "titles"> {
  /** Generates thread titles; null to use the first words of the user's message. */
  titles: TitleGenerator | TitleModel | null;
  /** The values of {@link RateLimitOptions}; null if the rate limits are disabled. */
  rateLimits: Exclude<Parsed["rateLimits"], false> | null;
  clientAddress: ClientAddress;
  /** The OpenID provider for dashboard sign-in; null if admins sign in only with a password. */
  adminOpenId: OpenIdSettings | null;
}

/**
 * Returns the settings from the parsed options. Also validates `titles` and `adminOpenId`, because the schema accepts
 * any value for these two options. Throws `invalid_setting` if `titles` or `adminOpenId` is invalid, or if two options
 * conflict. For example, `refreshMaxLifetimeSeconds` must not be below `refreshLifetimeSeconds`.
 */
export function toServerSettings(
  { rateLimits, trustedProxies, adminOpenId, titles, ...rest }: Parsed,
  allowInsecureIssuer: boolean,
): ServerSettings {
  if (rest.refreshMaxLifetimeSeconds < rest.refreshLifetimeSeconds) {
    throw settingRefusal("option_invalid", {
      field: "refreshMaxLifetimeSeconds",
      problem: "must not be below `refreshLifetimeSeconds`",
      remedy: "Correct one of them.",
    });
  }
  if (rest.admin === "loopback" && !isLoopbackHost(new URL(rest.issuer).hostname)) {
    throw settingRefusal("option_invalid", {
      field: "admin",
      problem: "can be `loopback` only if the issuer is on this machine",
      remedy: "Use `true`, which requires a password.",
    });
  }
  return {
    ...rest,
    titles: readTitleOption(titles),
    rateLimits: rateLimits || null,
    clientAddress: createClientAddress(trustedProxies) ?? (() => null),
    adminOpenId: adminOpenId === undefined ? null : readOpenIdSettings(adminOpenId, allowInsecureIssuer),
  };
}

function readTitleOption(option: unknown): TitleGenerator | TitleModel | null {
  if (option === undefined || option === null) return null;
  return typeof option === "function" ? (option as TitleGenerator) : readTitleModel(option);
}

/**
 * Returns the problem with a public base URL of a server; null for a valid URL. Verifiers compare a token's `iss` as a
 * text, so the only accepted text is the normalized URL without a slash at the end.
 */
export function findIssuerFault(value: string): string | null {
  if (!URL.canParse(value)) return "must be an absolute URL, such as https://auth.example.com";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must start with https:// or http://";
  if (url.username || url.password || url.search || url.hash) return "must have no user, query or fragment";
  const normalized = `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, "");
  return value === normalized ? null : `must be exactly ${normalized}`;
}
