import { z } from "zod";
import { readAllowedOrigin } from "../base/allowed-origin.ts";
import type { AuthorityError } from "../base/authority-error.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { AuthorityEventListener } from "../events/authority-event.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { type AttachmentSettings, readAttachmentSettings, readAttachmentVariables } from "./attachment-settings.ts";
import type { AuthorityOptions } from "./authority-options.ts";
import { functionOf, parseOptions } from "./parse-options.ts";
import { providerNetworkShape, readProviderNetwork } from "./provider-network-settings.ts";
import { SIGNING_ALGORITHMS } from "./signing-algorithm.ts";

const MONTH_SECONDS = 2_592_000;
const MIN_SECRET_LENGTH = 32;
const SECRET_REMEDY =
  "Set AUTHORITY_SECRET to at least 32 random characters (openssl rand -base64 32), the same in every process.";
const PROJECT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Whether a text can be a project's id. */
export const isProjectId = (text: string): boolean => typeof text === "string" && PROJECT_ID.test(text);

const secret = z.string().min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`).optional();

/** The options that belong to a project; the server and the CLI read the same ones. */
export const projectShape = {
  projectId: z.string().regex(PROJECT_ID, "must be 1 to 64 letters, digits, - and _").default("default"),
  signingAlgorithm: z.enum(SIGNING_ALGORITHMS).default("ES256"),
  signingKeyRotation: z
    .strictObject({
      everySeconds: z.int().min(86_400).max(315_360_000).nullable().default(7_776_000),
      publishAheadSeconds: z.int().min(3600).max(MONTH_SECONDS).default(3600),
      retainSeconds: z.int().max(MONTH_SECONDS).default(86_400),
    })
    .prefault({}),
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
  allowInsecureJwks: z.boolean().default(false),
  ...providerNetworkShape,
  /** `readAttachmentSettings` checks it. */
  attachments: z.unknown().optional(),
  runReportDays: z.int().min(1).max(3650).default(90),
  auditRetentionDays: z.int().min(1).max(36_500).nullable().default(365),
  secret,
  previousSecret: secret,
  now: functionOf<() => number>().default(() => Date.now),
  onFault: functionOf<(error: unknown) => void>().default(() => () => {}),
  onEvent: functionOf<AuthorityEventListener>().optional(),
};

const schema = z.strictObject(projectShape);
type Parsed = z.output<typeof schema>;

/** The options of a project; each is documented at {@link AuthorityOptions}. */
export type ProjectOptions = Pick<AuthorityOptions, keyof typeof projectShape>;

/** What keys, rules and origins of a project need to know, checked and with every default filled in. */
export interface ProjectSettings
  extends Omit<Parsed, "secret" | "previousSecret" | "attachments" | "onEvent" | "privateProviders" | "proxy"> {
  /** Where auth providers are, and by which way they are reached. */
  providerNetwork: ProviderNetwork;
  /** Null where files are refused. */
  attachments: AttachmentSettings | null;
  /** Seals the private signing keys; null where none was given, as for a command that opens no key. */
  secret: string | null;
  previousSecret: string | null;
  /** Null without a listener, so that no event is built. */
  onEvent: AuthorityEventListener | null;
}

/** Checks the id of a project that a caller names; throws `invalid_setting`. */
export function readProjectId(id: unknown): string {
  return parseOptions(z.object({ projectId: projectShape.projectId }), { projectId: id }).projectId;
}

/** Checks a project's options; throws `invalid_setting` that names the option and what is wrong with it. */
export function readProjectSettings(
  storage: Pick<AuthorityStorage, "localSecret">,
  options: ProjectOptions,
): ProjectSettings {
  return toProjectSettings(storage, parseOptions(schema, options));
}

/** Fills in what the options leave to the environment and the storage. */
export function toProjectSettings(
  { localSecret }: Pick<AuthorityStorage, "localSecret">,
  { secret, previousSecret, attachments, onEvent, privateProviders, proxy, ...rest }: Parsed,
): ProjectSettings {
  if (rest.allowInsecureJwks && process.env["NODE_ENV"] === "production") {
    throw settingRefusal("option_invalid", {
      field: "allowInsecureJwks",
      problem: "is refused in production",
      remedy: "Serve the JWKS over HTTPS, or unset NODE_ENV.",
    });
  }
  const chosen = secret ?? (process.env["AUTHORITY_SECRET"] || localSecret);
  if (chosen !== null && chosen.length < MIN_SECRET_LENGTH) {
    throw invalidSecret("AUTHORITY_SECRET is too short", SECRET_REMEDY);
  }
  // An empty variable counts as unset: many compose files pass one through that way.
  const previous = previousSecret ?? (process.env["AUTHORITY_SECRET_PREVIOUS"] || null);
  if (previous !== null && previous.length < MIN_SECRET_LENGTH) {
    throw invalidSecret("AUTHORITY_SECRET_PREVIOUS is too short", "Set it to the previous secret, or unset it.");
  }
  return {
    ...rest,
    providerNetwork: readProviderNetwork({ privateProviders, proxy }),
    secret: chosen,
    previousSecret: previous,
    attachments:
      attachments === false ? null : readAttachmentSettings(attachments ?? readAttachmentVariables(process.env)),
    onEvent: onEvent === undefined ? null : guarded(onEvent, rest.onFault),
  };
}

/** The secret that seals private keys; throws `invalid_setting` without one. */
export function requireSecret(secret: string | null): string {
  if (secret !== null) return secret;
  throw invalidSecret("No secret was given to seal the private signing keys", SECRET_REMEDY);
}

/** The secret comes from an option, the environment or the storage, so no single field is wrong. */
function invalidSecret(problem: string, remedy: string): AuthorityError {
  return settingRefusal("option_invalid", { field: null, problem, remedy });
}

/** A failing listener must not fail the request that it is notified of. */
function guarded(listener: AuthorityEventListener, onFault: (error: unknown) => void): AuthorityEventListener {
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      onFault(error);
    }
  };
}
