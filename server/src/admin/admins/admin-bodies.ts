import { z } from "zod";
import type { JsonOf } from "../http/json-of.ts";
import type { AdminInfo } from "../session/admin-list.ts";
import { adminName } from "../session/admin-name.ts";

/** The body of `POST /admin/api/admins`. */
export const inviteBody = z.strictObject({ name: adminName });
export type InviteBody = z.input<typeof inviteBody>;

export type AdminJson = JsonOf<AdminInfo>;

/** The response to `GET /admin/api/admins`. */
export interface AdminListResponse {
  admins: AdminJson[];
}

/** The response to `POST /admin/api/admins` and to `POST /admin/api/admins/:name/reset`. */
export interface AdminLinkResponse {
  name: string;
  /** The one-time link. The admin opens it to set a password. No other response contains it. */
  setUpUrl: string;
}
