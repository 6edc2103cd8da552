import { createAuthority } from "../app/create-authority.ts";
import { createProjectsAuthority } from "../app/create-projects-authority.ts";
import { type AuthorityServer, serveAuthority } from "../app/serve.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import { readSettings } from "../config/authority-settings.ts";
import type { ControlChannel } from "../control/open-control-channel.ts";
import { isWildcard, urlOf } from "../http/listen-at.ts";
import type { Log } from "../observability/log/create-log.ts";
import type { Traces } from "../observability/traces/create-traces.ts";
import { applySettingsFile } from "../transfer/settings-file/apply-settings-file.ts";
import { readSettingsFile } from "../transfer/settings-file/settings-file.ts";
import { chosenDatabase, openChosenStorage } from "./common-options.ts";
import { nextSignal } from "./next-signal.ts";
import { openControl } from "./open-control.ts";
import { openLog } from "./open-log.ts";
import { printResult } from "./print.ts";
import { readText } from "./read-text.ts";
import { type ServeCommandOptions, toAuthorityOptions } from "./serve-options.ts";
import { version } from "./version.ts";

/** Serves an authority until the process receives SIGINT or SIGTERM. */
export async function serve(options: ServeCommandOptions): Promise<void> {
  const { port, hostname } = options;
  const issuer = options.issuer ?? defaultIssuer(hostname, port);
  const log = await openLog(options.logLevel, options.logFormat);
  // A signal may arrive while the database is opening. Listening for signals first lets the process still close the
  // database.
  const stopped = nextSignal();
  const storage = await openChosenStorage(options);
  let control: ControlChannel | null = null;
  try {
    const settings = { ...(await toAuthorityOptions(options)), storage, issuer, onFault: log.error };
    control = await openControl(settings, chosenDatabase(options)[0], log);
    await run(settings, options, log, stopped);
  } finally {
    await control?.close();
    await storage.close();
    log.flush();
  }
}

/**
 * Returns the URL of a server without `--issuer`. Like every issuer, it omits port 80. Throws `invalid_setting` if a URL
 * cannot contain the host name.
 */
export function defaultIssuer(hostname: string, port: number): string {
  const url = urlOf(hostname, port);
  if (URL.canParse(url)) return new URL(url).origin;
  throw settingRefusal("option_invalid", {
    field: "--hostname",
    problem: "must be a name or address that a URL can contain",
    remedy: "Correct it, or set --issuer.",
  });
}

async function run(
  settings: AuthorityOptions,
  options: ServeCommandOptions,
  log: Log,
  stopped: Promise<string>,
): Promise<void> {
  if (options.settings !== undefined) await applyFile(options.settings, settings, log);
  const metrics = await openMetrics(options);
  let traces: Traces | null = null;
  let server: AuthorityServer | null = null;
  const onEvent: NonNullable<AuthorityOptions["onEvent"]> = (event) => {
    metrics?.event(event);
    traces?.event(event);
    log.event(event);
  };
  try {
    traces = await openTraces(options, log);
    // If metrics, traces and the log are all disabled, the authority creates no events.
    const observed = metrics === null && traces === null && options.logLevel === "silent" ? {} : { onEvent };
    const projects = options.projects ? await createProjectsAuthority({ ...settings, ...observed }) : null;
    const authority = projects?.root ?? (await createAuthority({ ...settings, ...observed }));
    server = await serveAuthority({
      authority: projects ?? authority,
      port: options.port,
      hostname: options.hostname,
      keepAliveSeconds: options.keepAlive,
      drainSeconds: options.drainDelay,
      ...observed,
      ...(options.dashboard ? {} : { dashboardFolder: null }),
    });
    const { url, dashboardUrl } = server;
    const { issuer, storage } = settings;
    const metricsUrl = metrics?.url ?? null;
    const setUpUrl = dashboardUrl === null ? null : await authority.dashboard.createFirstSetUpLink();
    const warning = warnOfIssuer(options, issuer);
    log.info("started", { url, issuer, storage: storage.kind, project: options.project, metrics: metricsUrl });
    printResult(
      options.json,
      { event: "ready", url, issuer, storage: storage.kind, dashboardUrl, setUpUrl, metricsUrl, warning },
      [
        `Authority ready at ${url} (issuer ${issuer}, database ${storage.kind})`,
        ...(dashboardUrl === null ? [] : [`Dashboard: ${dashboardUrl}`]),
        ...(metricsUrl === null ? [] : [`Metrics: ${metricsUrl}`]),
        ...(warning === null ? [] : [`Warning: ${warning}`]),
        ...(setUpUrl === null ? [] : [`Set the admin's password within an hour: ${setUpUrl}`]),
      ],
    );
    log.info("stopping", { signal: await stopped });
    await server.close();
    await (projects ?? authority).close();
    log.info("stopped");
  } finally {
    await server?.close();
    await metrics?.close();
    await traces?.close();
  }
}

/**
 * Returns a warning if `--issuer` is not set and the server listens on all addresses; otherwise null. Only this machine
 * can reach `assumed`, the default issuer.
 */
function warnOfIssuer({ issuer, hostname }: ServeCommandOptions, assumed: string): string | null {
  if (issuer !== undefined || !isWildcard(hostname)) return null;
  return `Without --issuer, tokens and the dashboard use ${assumed}, which only this machine can reach. Set --issuer to the URL that browsers use.`;
}

async function applyFile(file: string, options: AuthorityOptions, log: Log): Promise<void> {
  const settings = readSettings(options);
  const content = readSettingsFile(await readText(file), settings);
  log.info("settings file applied", { ...(await applySettingsFile(options.storage, settings, content)) });
}

async function openMetrics({ metricsPort, metricsHostname }: ServeCommandOptions) {
  if (metricsPort === undefined) return null;
  const { createMetrics } = await import("../observability/metrics/create-metrics.ts");
  const { serveMetrics } = await import("../http/serve-metrics.ts");
  const metrics = createMetrics();
  return { ...metrics, ...(await serveMetrics(metrics, metricsPort, metricsHostname)) };
}

async function openTraces({ traces }: ServeCommandOptions, { error: onFault }: Log) {
  if (!traces) return null;
  const { createTraces } = await import("../observability/traces/create-traces.ts");
  const { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: own, OTEL_EXPORTER_OTLP_PROTOCOL: any } = process.env;
  return createTraces({ version, protocol: own || any || undefined, onFault });
}
