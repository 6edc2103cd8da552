import { type AuthorityError, type AuthorityErrorCode, isAuthorityError } from "../../base/authority-error.ts";
import { answerTo, type RefusalAnswer } from "../../http/refusal-answers.ts";
import { refuse } from "../../http/respond.ts";
import { ADMIN_HEADERS } from "./admin-headers.ts";

/** What an admin is told of a refused field, by its name; what belongs to none stands under an empty name. */
export type FieldMessages = Readonly<Record<string, string>>;

/** The faults that an admin can mend here; every other is answered as everywhere. */
const STATUSES: Partial<Record<AuthorityErrorCode, RefusalAnswer["status"]>> = {
  invalid_setting: 400,
  invalid_rule: 400,
  invalid_key: 400,
  not_found: 404,
  conflict: 409,
};

/** The answer to whatever was thrown on an admin request's way: `code`, `message`, `remedy` and `fields` of a setting's refusal. */
export function adminAnswerTo(thrown: unknown): RefusalAnswer {
  const status = isAuthorityError(thrown) ? STATUSES[thrown.code] : undefined;
  if (!isAuthorityError(thrown) || status === undefined) return answerTo(thrown);
  const { code, message: error, remedy } = thrown;
  return { status, code, error, more: { remedy, ...(status === 400 ? { fields: fieldsOf(thrown) } : {}) } };
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
