import { AuthorityError, type AuthorityErrorCode, type SettingProblem } from "./authority-error.ts";

/** The problem with a setting, and how to fix it. `field` is null if the problem concerns no particular field. */
interface Problem {
  readonly field: string | null;
  /** A clause that follows the field's name, such as "must not be empty". */
  readonly problem: string;
  readonly remedy: string;
}

/**
 * Maps the name of each error to the data that the error's message contains. The value is null for a message without
 * data.
 */
export interface SettingRefusalData {
  rule_invalid: Problem;
  preset_rule_invalid: Problem & { readonly title: string };
  preset_unknown: { readonly known: readonly string[] };
  rule_not_found: null;
  rule_changed: null;

  api_key_invalid: Problem;
  api_key_rotated: null;
  api_key_not_found: null;

  signing_key_not_found: null;
  signing_key_revoked: null;
  no_active_signing_key: { readonly algorithm: string };
  secret_mismatch: null;

  origin_invalid: null;
  too_many_origins: { readonly max: number };
  origin_not_found: null;

  project_invalid: Problem & { readonly field: string };
  project_exists: null;
  project_not_found: null;

  revocation_invalid: Problem;
  too_many_revocations: { readonly max: number };
  admin_exists: null;
  admin_not_found: null;
  admin_last: null;
  admin_name_missing: { readonly names: readonly string[] };

  thread_not_found: null;
  thread_ambiguous: null;
  bucket_missing: null;
  bucket_refused: { readonly method: "HEAD" | "DELETE"; readonly cause: unknown };

  /** An option of a function or command is invalid, or several options exclude each other. */
  option_invalid: Problem;
  /** The schema of `createAuthority()` rejects an option. */
  authority_option_invalid: Problem;
}

type Row = readonly [code: AuthorityErrorCode, message: string, remedy: string];

const REREAD_KEYS = "List the signing keys for their ids and states.";
const CORRECT_ORIGIN = "Correct the origin: scheme, host and port only.";

/** The code, message and remedy of each rejected change. The CLI and the admin API both show these texts. */
const ROWS: {
  readonly [Name in keyof SettingRefusalData]: Row | ((data: SettingRefusalData[Name]) => Row);
} = {
  rule_invalid: (of) => ["invalid_rule", `The auth rule was not saved: ${clauseOf(of)}.`, of.remedy],
  preset_rule_invalid: (of) => [
    "invalid_rule",
    `The rule for ${of.title} was not created: ${clauseOf(of)}.`,
    of.remedy,
  ],
  preset_unknown: ({ known }) => [
    "invalid_rule",
    "No preset has the name of that auth provider.",
    `Use one of ${known.join(", ")}; \`oidc\` fits any OpenID provider.`,
  ],
  rule_not_found: ["not_found", "No auth rule has that id.", "List the rules for their ids."],
  rule_changed: [
    "conflict",
    "The auth rule has changed since it was read.",
    "Read it again, check what has changed, and repeat your change.",
  ],

  api_key_invalid: (of) => ["invalid_key", `The API key was not created: ${clauseOf(of)}.`, of.remedy],
  api_key_rotated: [
    "invalid_key",
    "The API key was not created: the old key has already been rotated.",
    "Rotate the key that replaced it.",
  ],
  api_key_not_found: ["not_found", "No active API key has that id.", "List the keys for their ids."],

  signing_key_not_found: ["not_found", "No signing key has that id.", REREAD_KEYS],
  signing_key_revoked: ["not_found", "The new key has been revoked in the meantime.", REREAD_KEYS],
  no_active_signing_key: ({ algorithm }) => ["not_found", `No ${algorithm} key is active yet.`, REREAD_KEYS],
  secret_mismatch: [
    "secret_mismatch",
    "This secret does not decrypt the private signing key.",
    "Start with the AUTHORITY_SECRET, or the secret.key file, that encrypted the keys; after you change the secret, set AUTHORITY_SECRET_PREVIOUS to the old one.",
  ],

  origin_invalid: [
    "invalid_setting",
    "An allowed origin must be https://host, https://*.host, http://localhost or an app's origin, such as capacitor://localhost.",
    CORRECT_ORIGIN,
  ],
  too_many_origins: ({ max }) => [
    "invalid_setting",
    `A project can have at most ${max} allowed origins.`,
    "Remove some.",
  ],
  origin_not_found: ["not_found", "That is not a stored origin.", "List the origins."],

  project_invalid: (of) => ["invalid_setting", `A project's ${of.field} ${of.problem}.`, of.remedy],
  project_exists: ["conflict", "A project with that id already exists.", "Use another id."],
  project_not_found: ["not_found", "No project has that id.", "List the projects."],

  revocation_invalid: (of) => ["invalid_setting", `The tokens were not revoked: ${clauseOf(of)}.`, of.remedy],
  too_many_revocations: ({ max }) => [
    "invalid_setting",
    `${max} users and workspaces were signed out within a day, which is the limit.`,
    "Sign out the whole project instead: revoke all tokens issued before a time.",
  ],
  admin_exists: [
    "conflict",
    "An admin with that name already exists.",
    "Use another name, or reset that admin's password.",
  ],
  admin_not_found: ["not_found", "No admin has that name.", "List the admins for their names."],
  admin_last: [
    "conflict",
    "The last admin with a password cannot be removed.",
    "Create another admin first, who sets a password.",
  ],
  admin_name_missing: ({ names }) => [
    "invalid_setting",
    `There are several admins: ${names.join(", ")}.`,
    "Name the admin whose password the link sets.",
  ],

  thread_not_found: ["not_found", "No thread has that id.", "List the threads for their ids."],
  thread_ambiguous: ["conflict", "Several workspaces have a thread with that id.", "Name the thread's workspace."],
  bucket_missing: [
    "invalid_setting",
    "Files are in a bucket that is no longer configured, so they cannot be deleted.",
    "Configure the bucket of the attachments again.",
  ],
  bucket_refused: ({ method }) => [
    "storage_unreachable",
    `The bucket rejected ${method} or does not answer.`,
    "Check the endpoint, the region, and the credentials and their permissions: GetObject, PutObject, DeleteObject and ListBucket.",
  ],

  option_invalid: (of) => ["invalid_setting", `${clauseOf(of)}.`, of.remedy],
  authority_option_invalid: ({ field, problem, remedy }) => [
    "invalid_setting",
    `${field === null ? "The options" : `\`${field}\``} of createAuthority(): ${problem}.`,
    remedy,
  ],
};

const clauseOf = ({ field, problem }: Problem): string => (field === null ? problem : `\`${field}\` ${problem}`);

/** Creates the error for a rejected change of settings. */
export function settingRefusal<Name extends keyof SettingRefusalData>(
  name: Name,
  ...[data, options]: SettingRefusalData[Name] extends null
    ? [data?: null, options?: { cause: unknown }]
    : [data: SettingRefusalData[Name]]
): AuthorityError {
  const row = ROWS[name] as Row | ((data: unknown) => Row);
  const [code, message, remedy] = typeof row === "function" ? row(data) : row;
  return new AuthorityError(code, message, remedy, { ...options, ...causeOf(data), setting: settingOf(data) });
}

const causeOf = (data: SettingRefusalData[keyof SettingRefusalData] | undefined) =>
  data && "cause" in data ? { cause: data.cause } : {};

function settingOf(data: SettingRefusalData[keyof SettingRefusalData] | undefined): SettingProblem | null {
  if (!data || !("problem" in data) || data.field === null) return null;
  return { field: data.field, problem: data.problem };
}
