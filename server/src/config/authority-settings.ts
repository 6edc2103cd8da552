import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { AuthorityOptions } from "./authority-options.ts";
import { parseOptions } from "./parse-options.ts";
import { type ProjectSettings, projectShape, requireSecret, toProjectSettings } from "./project-settings.ts";
import { type ServerSettings, serverShape, toServerSettings } from "./server-settings.ts";

/**
 * How long a retired key must stay published beyond the token lifetime, in seconds. Verifiers cache a JWKS for up to 10
 * minutes.
 */
const RETAIN_MARGIN_SECONDS = 600;

/** All validated settings of a process that serves a project: the project's settings and the server's settings. */
export interface AuthoritySettings extends ProjectSettings, ServerSettings {
  secret: string;
}

const storageSchema = z.custom<AuthorityOptions["storage"]>(
  (value) => typeof value === "object" && value !== null && "transaction" in value,
  "must come from openStorage()",
);
const projectSchema = z.object(projectShape);
const serverSchema = z.object(serverShape);
const schema = z.strictObject({ storage: storageSchema, ...projectShape, ...serverShape });

/**
 * Validates an authority's options. Throws `invalid_setting` for invalid or conflicting options, and for a missing
 * secret.
 */
export function readSettings(options: AuthorityOptions): AuthoritySettings {
  // The strict schema rejects unknown options. Each of the two other schemas then picks its own options.
  const { storage } = parseOptions(schema, options);
  const project = toProjectSettings(storage, projectSchema.parse(options));
  const server = toServerSettings(serverSchema.parse(options), project.allowInsecureJwks);
  const leastRetention = server.tokenLifetimeSeconds + RETAIN_MARGIN_SECONDS;
  if (project.signingKeyRotation.retainSeconds < leastRetention) {
    throw settingRefusal("option_invalid", {
      field: "signingKeyRotation.retainSeconds",
      problem: `must be ${leastRetention} or more: the lifetime of a token plus 10 minutes`,
      remedy: "Increase it.",
    });
  }
  return { ...project, ...server, secret: requireSecret(project.secret) };
}
