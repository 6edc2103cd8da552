import { type AuthorityError, isAuthorityError } from "../../base/authority-error.ts";
import { answerTo, type RefusalAnswer } from "../../http/refusal-answers.ts";
import { refuse } from "../../http/respond.ts";
import { ADMIN_HEADERS } from "./admin-headers.ts";

/**
 * The error messages of rejected fields, keyed by field name. The key `""` contains a message about the whole request.
 */
export type FieldMessages = Readonly<Record<string, string>>;

/**
 * Returns the admin API's response to any thrown error. The response to a rejected setting contains a message, a remedy
 * and the rejected fields.
 */
export function adminAnswerTo(thrown: unknown): RefusalAnswer {
  if (!isAuthorityError(thrown)) return answerTo(thrown);
  const { code, message: error, remedy } = thrown;
  switch (code) {
    case "invalid_setting":
    case "invalid_rule":
    case "invalid_key":
      return { status: 400, code, error, extraFields: { remedy, fields: fieldsOf(thrown) } };
    case "not_found":
      return { status: 404, code, error, extraFields: { remedy } };
    case "conflict":
      return { status: 409, code, error, extraFields: { remedy } };
    default:
      return answerTo(thrown);
  }
}

/** Creates an HTTP error response of the admin API. */
export function refuseAdmin(answer: RefusalAnswer): Response {
  const response = refuse(answer);
  // The `WWW-Authenticate` header would make a browser open its own password prompt.
  response.headers.delete("WWW-Authenticate");
  for (const [name, value] of Object.entries(ADMIN_HEADERS)) response.headers.set(name, value);
  return response;
}

function fieldsOf({ setting, message, remedy }: AuthorityError): FieldMessages {
  if (setting === null) return { "": `${message} ${remedy}` };
  const { field, problem } = setting;
  return { [field]: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${remedy}` };
}
