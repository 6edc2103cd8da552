import { z } from "zod";
import { jsonShapeOf } from "../base/json-shape.ts";
import { isUnsafeText, UNSAFE_TEXT_PROBLEM } from "../base/unsafe-text.ts";
import { isProjectId } from "../config/project-settings.ts";
import { SIGNING_ALGORITHMS } from "../config/signing-algorithm.ts";
import { ruleContent } from "../rules/auth-rule.ts";

/** The value of `format` in an exported settings document. */
export const DOCUMENT_FORMAT = "assistant-cloud-server/settings";
/** The version of the document format. Newer releases of this package can read documents with an older format. */
export const DOCUMENT_VERSION = 1;

const text = (max: number) => z.string().max(max);
const name = (max: number) => text(max).refine((value) => !isUnsafeText(value), UNSAFE_TEXT_PROBLEM);
const timestamp = z.iso.datetime({ offset: true });
const timestampOrNull = timestamp.nullable();
const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_0\\w{1,60}$`), `must be an id, ${prefix}_0…`);

/**
 * The schema of an auth rule in the document. `readRuleInput` validates the values of the fields when the rule is
 * saved. Fields that later versions add have defaults, so older documents remain valid.
 */
const rule = z.strictObject({ ...jsonShapeOf(ruleContent.shape), id: id("rule"), createdAt: timestamp });

const apiKey = z.strictObject({
  id: id("key"),
  name: name(255),
  suffix: text(16),
  createdAt: timestamp,
  expiresAt: timestampOrNull,
  revokedAt: timestampOrNull,
  replacedBy: z.string().nullable(),
  /** The SHA-256 hash of the API key. Undefined in a document without secrets. */
  hash: z
    .string()
    .regex(/^[A-Za-z0-9_+/=-]{32,128}$/)
    .optional(),
});

const signingKey = z.strictObject({
  kid: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be a thumbprint (RFC 7638)"),
  algorithm: z.enum(SIGNING_ALGORITHMS),
  state: z.enum(["next", "active", "retired"]),
  publicJwk: z.record(z.string(), z.unknown()),
  createdAt: timestamp,
  activatedAt: timestampOrNull,
  retiredAt: timestampOrNull,
  /**
   * The private key, encrypted with AUTHORITY_SECRET. Undefined in a document without secrets. The value for a retired
   * key is an empty string.
   */
  sealedPrivateKey: text(8192).optional(),
});

const project = z.strictObject({
  id: z.string().refine(isProjectId, "must be 1 to 64 letters, digits, - and _"),
  name: name(255).min(1),
  createdAt: timestamp,
  allowedOrigins: z.array(z.string()).max(32),
  rules: z.array(rule),
  apiKeys: z.array(apiKey),
  signingKeys: z.array(signingKey),
});

/** The schema of an exported settings document. */
export const settingsDocument = z.strictObject({
  format: z.literal(DOCUMENT_FORMAT),
  version: z.literal(DOCUMENT_VERSION, `must be ${DOCUMENT_VERSION}; a newer package writes other versions`),
  exportedAt: timestamp,
  /** Whether the document contains API key hashes and encrypted private keys. */
  secrets: z.boolean(),
  projects: z.array(project),
});

export type SettingsDocument = z.output<typeof settingsDocument>;
export type ProjectDocument = SettingsDocument["projects"][number];
export type ApiKeyDocument = ProjectDocument["apiKeys"][number];
export type SigningKeyDocument = ProjectDocument["signingKeys"][number];
