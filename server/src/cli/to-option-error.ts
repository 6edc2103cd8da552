import { AuthorityError } from "../base/authority-error.ts";

/** Maps each option of `createAuthority()` to the command-line option or the environment variable that sets it. */
const NAMES: Readonly<Record<string, string>> = {
  projectId: "--project",
  issuer: "--issuer",
  allowedOrigins: "--allowed-origin",
  privateProviders: "--private-provider",
  allowInsecureJwks: "--allow-insecure-jwks",
  refreshMaxLifetimeSeconds: "--refresh-max-lifetime",
  "signingKeyRotation.retainSeconds": "--retain-keys",
  "adminOpenId.issuer": "--openid-issuer",
  "adminOpenId.clientId": "--openid-client-id",
  "adminOpenId.name": "--openid-name",
  "adminOpenId.scope": "--openid-scope",
  "adminOpenId.allow.subjects": "--openid-subject",
  "adminOpenId.allow.emails": "--openid-email",
  "titles.baseUrl": "TITLE_MODEL_BASE_URL",
  "titles.model": "TITLE_MODEL",
  "titles.apiKey": "TITLE_MODEL_API_KEY",
  "titles.timeoutMs": "TITLE_MODEL_TIMEOUT_MS",
  "titles.maxLength": "TITLE_MODEL_MAX_LENGTH",
};

/**
 * Returns an error that names the option of the command line instead of the option of `createAuthority()`. Returns any
 * other error unchanged.
 */
export function toOptionError(error: AuthorityError): AuthorityError {
  const { code, setting, remedy } = error;
  if (code !== "invalid_setting" || setting === null) return error;
  // The field of an entry in a list ends in the entry's index: `allowedOrigins.0`.
  const name = NAMES[setting.field.replace(/\.\d+$/, "")];
  if (name === undefined) return error;
  return new AuthorityError(code, `\`${name}\` ${setting.problem}.`, remedy, { cause: error, setting });
}
