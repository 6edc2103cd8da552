import type { Hono } from "hono";
import { type AdminDependencies, createAdminApp } from "./create-admin-app.ts";
import type { AdminEnv } from "./http/admin-env.ts";
import { createAdminAccount } from "./session/admin-account.ts";
import { createKnownDevices } from "./session/known-device.ts";
import { createLoginLimit } from "./session/login-limit.ts";

/**
 * The routes of the dashboard's API and of the sign-in with the team's OpenID provider. `openId` is null if no provider
 * is configured.
 */
export interface Admin {
  api: Hono<AdminEnv>;
  openId: Hono | null;
}

/** Creates the {@link Admin} routes. Loads the openid-client package only if an OpenID provider is configured. */
export async function buildAdmin(
  dependencies: Omit<AdminDependencies, "account" | "limit" | "devices" | "openId">,
): Promise<Admin> {
  const { storage, settings, addressOf } = dependencies;
  const account = createAdminAccount(storage, settings);
  const limit = createLoginLimit(storage, settings.projectId);
  const { adminOpenId } = settings;
  const openId = adminOpenId && { name: adminOpenId.name, only: !adminOpenId.passwordSignIn };
  const api = createAdminApp({ ...dependencies, account, limit, devices: createKnownDevices(settings), openId });
  if (adminOpenId === null) return { api, openId: null };
  // Only the OpenID sign-in needs the openid-client package, so that package is loaded on demand.
  const { buildOpenId } = await import("./openid/build-openid.ts");
  return { api, openId: buildOpenId(storage, settings, adminOpenId, { account, limit, addressOf }) };
}
