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

/** Returns whether a text can be the id of a project. */
export const isProjectId = (text: string): boolean => typeof text === "string" && PROJECT_ID.test(text);

const secret = z.string().min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`).optional();

/** The schema of a project's options. The server and the CLI share this schema. */
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
        if (origin === null)
          context.addIssue(
            "must be https://host, https://*.host, http://localhost or an app's origin, such as capacitor://localhost",
          );
        return origin ?? "";
      }),
    )
    .max(32)
    .default([]),
  allowInsecureJwks: z.boolean().default(false),
  ...providerNetworkShape,
  /** The attachment options, which `readAttachmentSettings` validates. */
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

/** The options of a project. {@link AuthorityOptions} documents each of them. */
export type ProjectOptions = Pick<AuthorityOptions, keyof typeof projectShape>;

/** The validated settings of a project. Omitted options have their defaults. */
export interface ProjectSettings
  extends Omit<Parsed, "secret" | "previousSecret" | "attachments" | "onEvent" | "privateProviders" | "proxy"> {
  /** The private networks that may contain auth providers, and the proxy for requests to providers. */
  providerNetwork: ProviderNetwork;
  /** The attachment settings; null if files are rejected. */
  attachments: AttachmentSettings | null;
  /**
   * The secret that encrypts the private signing keys; null if no secret is set. The server requires the secret, and so
   * do commands that use private keys.
   */
  secret: string | null;
  previousSecret: string | null;
  /** The event listener. If it is null, no events are created. */
  onEvent: AuthorityEventListener | null;
}

/** Validates a project id. Throws `invalid_setting` if the id is invalid. */
export function readProjectId(id: unknown): string {
  return parseOptions(z.object({ projectId: projectShape.projectId }), { projectId: id }).projectId;
}

/** Validates a project's options and returns its settings. Throws `invalid_setting` for an invalid option or secret. */
export function readProjectSettings(
  storage: Pick<AuthorityStorage, "localSecret">,
  options: ProjectOptions,
): ProjectSettings {
  return toProjectSettings(storage, parseOptions(schema, options));
}

/**
 * Returns the settings from the parsed options. Reads the secrets, the attachment options and the network options from
 * the environment if these options are not set. The current secret may also come from the storage. Throws
 * `invalid_setting` for a short secret, for an invalid variable, and for `allowInsecureJwks` in production.
 */
export function toProjectSettings(
  { localSecret }: Pick<AuthorityStorage, "localSecret">,
  { secret, previousSecret, attachments, onEvent, privateProviders, proxy, ...rest }: Parsed,
): ProjectSettings {
  if (rest.allowInsecureJwks && process.env["NODE_ENV"] === "production") {
    throw settingRefusal("option_invalid", {
      field: "allowInsecureJwks",
      problem: "is not allowed in production",
      remedy: "Serve the JWKS over HTTPS, or unset NODE_ENV.",
    });
  }
  const setSecret = secret ?? (process.env["AUTHORITY_SECRET"] || null);
  const effectiveSecret = setSecret ?? localSecret;
  if (effectiveSecret !== null && effectiveSecret.length < MIN_SECRET_LENGTH) {
    if (setSecret !== null) throw invalidSecret("AUTHORITY_SECRET is too short", SECRET_REMEDY);
    throw invalidSecret("The secret in the file secret.key is too short", "Restore the file from a backup.");
  }
  // Many Compose files pass an unset variable as an empty one, so an empty variable is treated as unset.
  const previous = previousSecret ?? (process.env["AUTHORITY_SECRET_PREVIOUS"] || null);
  if (previous !== null && previous.length < MIN_SECRET_LENGTH) {
    throw invalidSecret("AUTHORITY_SECRET_PREVIOUS is too short", "Set it to the previous secret, or unset it.");
  }
  return {
    ...rest,
    providerNetwork: readProviderNetwork({ privateProviders, proxy }),
    secret: effectiveSecret,
    previousSecret: previous,
    attachments:
      attachments === false ? null : readAttachmentSettings(attachments ?? readAttachmentVariables(process.env)),
    onEvent: onEvent === undefined ? null : catchListenerErrors(onEvent, rest.onFault),
  };
}

/** Returns the secret that encrypts private keys. Throws `invalid_setting` if the secret is null. */
export function requireSecret(secret: string | null): string {
  if (secret !== null) return secret;
  throw invalidSecret("No secret is set to encrypt the private signing keys", SECRET_REMEDY);
}

/**
 * Creates the error for a short or missing secret. The secret may come from an option, the environment or the storage,
 * so the error contains no field name.
 */
function invalidSecret(problem: string, remedy: string): AuthorityError {
  return settingRefusal("option_invalid", { field: null, problem, remedy });
}

/** Wraps a listener. If the listener throws, the wrapper passes the error to `onFault`, and the request continues. */
function catchListenerErrors(
  listener: AuthorityEventListener,
  onFault: (error: unknown) => void,
): AuthorityEventListener {
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      onFault(error);
    }
  };
}
