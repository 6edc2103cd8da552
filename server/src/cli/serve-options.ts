import { type Command, InvalidArgumentError, Option } from "commander";
import { readNetworks } from "../base/ip-address.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import { SIGNING_ALGORITHMS } from "../config/signing-algorithm.ts";
import type { LogFormat, LogLevel } from "../observability/log/log-options.ts";
import { type CommonOptions, collect, wholeNumber } from "./common-options.ts";
import { addOpenIdOptions, type OpenIdCommandOptions, toOpenIdOptions } from "./openid-options.ts";
import { durationBetween } from "./read-duration.ts";

const DAY = 86_400;

export interface ServeCommandOptions extends CommonOptions, OpenIdCommandOptions {
  port: number;
  hostname: string;
  keepAlive: number;
  drainDelay: number;
  issuer?: string;
  projects?: boolean;
  algorithm: NonNullable<AuthorityOptions["signingAlgorithm"]>;
  rotateEvery: number | "never";
  publishAhead: number;
  retainKeys: number;
  tokenLifetime: number;
  anonymous?: boolean;
  refreshRotation: boolean;
  refreshLifetime: number;
  refreshMaxLifetime: number;
  allowedOrigin?: string[];
  trustedProxy?: string[];
  trustedProxyCount?: number;
  rateLimits: boolean;
  anonymousLimit: number;
  refreshLimit: number;
  failedKeyLimit: number;
  allowInsecureJwks?: boolean;
  privateProvider?: string[];
  threads: boolean;
  runReportDays: number;
  auditRetention: number | "never";
  dashboard: boolean;
  logLevel: LogLevel;
  logFormat?: LogFormat;
  metricsPort?: number;
  metricsHostname: string;
  traces?: boolean;
  settings?: string;
}

/** Adds the options that are specific to `serve`. */
export function addServeOptions(command: Command): Command {
  const everyOrNever = (text: string) => (text === "never" ? text : durationBetween(DAY, 3650 * DAY)(text));
  const perMinute = wholeNumber(1, 1_000_000);
  const daysOrNever = (text: string) => (text === "never" ? text : wholeNumber(1, 36_500)(text));
  command
    .option("--port <n>", "port to listen on", wholeNumber(1, 65_535), 8787)
    .option("--hostname <address>", "address to listen on", "127.0.0.1")
    .option(
      "--keep-alive <seconds>",
      "how long an idle connection stays open; must exceed the load balancer's idle timeout",
      wholeNumber(1, 3600),
      65,
    )
    .option(
      "--drain-delay <seconds>",
      "how long the server still answers after SIGTERM while /readyz returns 503, until load balancers notice",
      wholeNumber(0, 300),
      0,
    )
    .option("--issuer <url>", "public base URL, the `iss` of tokens (default: http://<hostname>:<port>)")
    .option("--projects", "also serve all other projects, at /projects/<id>")
    .addOption(
      new Option("--algorithm <alg>", "signing algorithm of workspace tokens")
        .choices(SIGNING_ALGORITHMS)
        .default("ES256"),
    )
    .addOption(
      new Option("--rotate-every <time>", "how often the signing key rotates, 1d to 10y, or never")
        .argParser(everyOrNever)
        .default(90 * DAY, "90d"),
    )
    .addOption(
      new Option("--publish-ahead <time>", "how long a signing key is published before its first use, 1h to 30d")
        .argParser(durationBetween(3600, 30 * DAY))
        .default(3600, "1h"),
    )
    .addOption(
      new Option("--retain-keys <time>", "how long a signing key stays published after its last use, up to 30d")
        .argParser(durationBetween(0, 30 * DAY))
        .default(DAY, "24h"),
    )
    .option("--token-lifetime <seconds>", "lifetime of a workspace token", wholeNumber(5, 3600), 300)
    .option("--anonymous", "issue tokens to visitors without an account")
    .option("--no-refresh-rotation", "keep a visitor's refresh token on every refresh, as the hosted cloud does")
    .addOption(
      new Option("--refresh-lifetime <time>", "lifetime of an unused refresh token, 1h to 1y")
        .argParser(durationBetween(3600, 365 * DAY))
        .default(30 * DAY, "30d"),
    )
    .addOption(
      new Option("--refresh-max-lifetime <time>", "maximum lifetime of a visitor's refresh tokens, up to 10y")
        .argParser(durationBetween(3600, 3650 * DAY))
        .default(365 * DAY, "1y"),
    )
    .option(
      "--allowed-origin <origin>",
      "origin of a page that may call; may be repeated (default: every page)",
      collect,
    )
    .addOption(
      new Option("--trusted-proxy <network>", "proxy whose X-Forwarded-For is trusted; may be repeated")
        .argParser(collectNetworks)
        .conflicts("trustedProxyCount"),
    )
    .option(
      "--trusted-proxy-count <n>",
      "number of proxies in front of the server, instead of their networks",
      wholeNumber(0, 10),
    )
    .option("--no-rate-limits", "disable all rate limits")
    .option("--anonymous-limit <n>", "new visitors per minute from one address", perMinute, 30)
    .option("--refresh-limit <n>", "refreshes per minute from one address", perMinute, 120)
    .option("--failed-key-limit <n>", "rejected API keys per minute from one address", perMinute, 30)
    .option("--allow-insecure-jwks", "allow http:// JWKS URLs on this machine, for development")
    .option(
      "--private-provider <host>",
      "host or network of an auth provider on a private network; may be repeated",
      collect,
    )
    .option("--no-threads", "issue tokens only; serve no threads, messages or files")
    .option("--run-report-days <n>", "how many days to keep run reports", wholeNumber(1, 3650), 90)
    .option("--audit-retention <days>", "how many days to keep the audit log, or never to delete it", daysOrNever, 365)
    .option("--no-dashboard", "serve neither the dashboard nor its API");
  return addOpenIdOptions(command)
    .option("--settings <file>", "JSON file of rules and origins to apply at the start")
    .addOption(
      new Option("--log-level <level>", "lowest level of the log lines on standard error")
        .choices(["debug", "info", "warn", "error", "silent"] satisfies LogLevel[])
        .default("info"),
    )
    .addOption(
      new Option(
        "--log-format <format>",
        "log lines as JSON or for reading (default: pretty on a terminal, otherwise json)",
      ).choices(["json", "pretty"] satisfies LogFormat[]),
    )
    .option("--metrics-port <n>", "serve Prometheus metrics at /metrics on a separate port", wholeNumber(1, 65_535))
    .option("--metrics-hostname <address>", "address to serve metrics on; keep it private", "127.0.0.1")
    .option(
      "--traces",
      "send OpenTelemetry traces; OTEL_EXPORTER_OTLP_ENDPOINT and other OTEL_ variables configure them",
    );
}

/**
 * Converts the options of `serve` to those of `createAuthority`. Reads the title model from the environment. Throws
 * `invalid_setting` for an invalid title model or incomplete OpenID options.
 */
export async function toAuthorityOptions(
  options: ServeCommandOptions,
): Promise<Omit<AuthorityOptions, "storage" | "issuer">> {
  const adminOpenId = await toOpenIdOptions(options);
  const { readTitleVariables } = await import("../config/title-settings.ts");
  return {
    projectId: options.project,
    signingAlgorithm: options.algorithm,
    signingKeyRotation: {
      everySeconds: options.rotateEvery === "never" ? null : options.rotateEvery,
      publishAheadSeconds: options.publishAhead,
      retainSeconds: options.retainKeys,
    },
    tokenLifetimeSeconds: options.tokenLifetime,
    anonymous: options.anonymous ?? false,
    refreshRotation: options.refreshRotation,
    refreshLifetimeSeconds: options.refreshLifetime,
    refreshMaxLifetimeSeconds: options.refreshMaxLifetime,
    allowedOrigins: options.allowedOrigin ?? [],
    trustedProxies: options.trustedProxyCount ?? options.trustedProxy ?? 0,
    rateLimits: options.rateLimits && {
      anonymousPerMinute: options.anonymousLimit,
      refreshPerMinute: options.refreshLimit,
      failedKeysPerMinute: options.failedKeyLimit,
    },
    allowInsecureJwks: options.allowInsecureJwks ?? false,
    ...(options.privateProvider === undefined ? {} : { privateProviders: options.privateProvider }),
    threads: options.threads,
    titles: readTitleVariables(process.env),
    runReportDays: options.runReportDays,
    auditRetentionDays: options.auditRetention === "never" ? null : options.auditRetention,
    admin: options.dashboard,
    ...(adminOpenId === null ? {} : { adminOpenId }),
  };
}

function collectNetworks(value: string, before?: readonly string[]): string[] {
  if (readNetworks([value]) === null) {
    throw new InvalidArgumentError("It must be an address or a network, such as 10.0.0.0/8.");
  }
  return collect(value, before);
}
