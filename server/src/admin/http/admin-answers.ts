import { type AuthorityError, isAuthorityError } from "../../base/authority-error.ts";
import { answerTo, type RefusalAnswer } from "../../http/refusal-answers.ts";
import { refuse } from "../../http/respond.ts";
import { ADMIN_HEADERS } from "./admin-headers.ts";

/** What an admin is told of a refused field, by its name; what belongs to none stands under an empty name. */
export type FieldMessages = Readonly<Record<string, string>>;

/** The answer to whatever was thrown on an admin request's way. A refusal of a setting becomes its sentence, remedy and field. */
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

/** The response to an admin's request that was refused. */
export function refuseAdmin(answer: RefusalAnswer): Response {
  const response = refuse(answer);
  // Browsers would ask for a password by themselves, in a window of their own.
  response.headers.delete("WWW-Authenticate");
  for (const [name, value] of Object.entries(ADMIN_HEADERS)) response.headers.set(name, value);
  return response;
}

function fieldsOf({ setting, message, remedy }: AuthorityError): FieldMessages {
  if (setting === null) return { "": `${message} ${remedy}` };
  const { field, problem } = setting;
  return { [field]: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${remedy}` };
}
