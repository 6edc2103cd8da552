import { type AuthorityError, isAuthorityError } from "../../base/authority-error.ts";
import { answerTo, type RefusalAnswer } from "../../http/refusal-answers.ts";
import { refuse } from "../../http/respond.ts";
import { ADMIN_HEADERS } from "./admin-headers.ts";

/** The error message of each rejected field, by its name. Messages about no single field are under the empty name. */
export type FieldMessages = Readonly<Record<string, string>>;

/**
 * Returns the admin API's response to any error. For a rejected setting, the response contains a message, a remedy and
 * the fields.
 */
export function adminAnswerTo(thrown: unknown): RefusalAnswer {
  if (!isAuthorityError(thrown)) return answerTo(thrown);
  const { code, message: error, remedy } = thrown;
  switch (code) {
    case "invalid_setting":
    case "invalid_rule":
    case "invalid_key":
      return { status: 400, code, error, more: { remedy, fields: fieldsOf(thrown) } };
    case "not_found":
      return { status: 404, code, error, more: { remedy } };
    case "conflict":
      return { status: 409, code, error, more: { remedy } };
    default:
      return answerTo(thrown);
  }
}

/** Returns the response to a rejected request of the admin API. */
export function refuseAdmin(answer: RefusalAnswer): Response {
  const response = refuse(answer);
  // The header would make a browser open its own password prompt.
  response.headers.delete("WWW-Authenticate");
  for (const [name, value] of Object.entries(ADMIN_HEADERS)) response.headers.set(name, value);
  return response;
}

function fieldsOf({ setting, message, remedy }: AuthorityError): FieldMessages {
  if (setting === null) return { "": `${message} ${remedy}` };
  const { field, problem } = setting;
  return { [field]: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${remedy}` };
}
