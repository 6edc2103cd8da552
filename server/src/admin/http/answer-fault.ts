import { isAuthorityError } from "../../base/authority-error.ts";
import { HttpFault } from "../../http/http-fault.ts";
import { faultResponse, toFault } from "../../http/respond.ts";
import { ADMIN_HEADERS } from "./admin-headers.ts";
import { fieldOfSetting } from "./to-field-messages.ts";

/** The answer to whatever was thrown on an admin request's way. */
export function answerFault(error: unknown): Response {
  const fault = toAdminFault(error);
  const response = faultResponse(fault);
  // Browsers would ask for a password by themselves, in a window of their own.
  response.headers.delete("WWW-Authenticate");
  const { retryAfter } = fault.extra;
  if (typeof retryAfter === "number") response.headers.set("Retry-After", String(retryAfter));
  for (const [name, value] of Object.entries(ADMIN_HEADERS)) response.headers.set(name, value);
  return response;
}

/** Settings that were refused become 400 with their field, the others what they are everywhere. */
export function toAdminFault(error: unknown): HttpFault {
  if (!isAuthorityError(error)) return toFault(error);
  const { code, message, remedy } = error;
  if (code === "not_found") return new HttpFault(404, code, message, { remedy });
  if (code === "conflict") return new HttpFault(409, code, message, { remedy });
  if (code.startsWith("invalid_")) return new HttpFault(400, code, message, { remedy, fields: fieldOfSetting(error) });
  return toFault(error);
}
