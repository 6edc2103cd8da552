import type { RefusalResponses } from "./watch-renewals.ts";

const ROUTE = /\/sessions\/authenticate$/;

/** Returns the `Authorization` header of a request that renews a Stytch session; undefined for other requests. */
export const stytchSessionOf = ({ url, headers }: { url: URL; headers: Headers }): string | undefined =>
  ROUTE.test(url.pathname) ? (headers.get("Authorization") ?? "") : undefined;

const refused = (status_code: number, error_type: string) => () =>
  Response.json({ status_code, error_type, error_message: error_type }, { status: status_code });

/** Stytch's own error responses. */
export const stytchRefusals: RefusalResponses = {
  "429": refused(429, "too_many_requests"),
  expired: refused(404, "session_not_found"),
};
