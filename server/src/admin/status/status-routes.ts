import { Hono } from "hono";
import type { AuthoritySettings } from "../../config/authority-settings.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";

/** The answer to `GET /admin/api/status`: how the process that answered is set up. */
export interface StatusAnswer {
  projectId: string;
  /** The public base URL; what the app's code takes as its base URL. */
  issuer: string;
  storage: AuthorityStorage["kind"];
  signingAlgorithm: AuthoritySettings["signingAlgorithm"];
  tokenLifetimeSeconds: number;
  anonymous: boolean;
  /** Whether threads are kept here, so that there are routes for them. */
  threads: boolean;
  /** Whether JWKS URLs of this machine are allowed, for development. */
  allowInsecureJwks: boolean;
  /** When this process began and what its clock shows, in milliseconds since the epoch. */
  startedAt: number;
  now: number;
}

/** How the authority runs. */
export function statusRoutes(settings: AuthoritySettings, storage: AuthorityStorage["kind"]): Hono {
  const startedAt = settings.now();
  const routes = new Hono();
  routes.get("/status", (c) => {
    const { projectId, issuer, signingAlgorithm, tokenLifetimeSeconds, anonymous, threads, allowInsecureJwks, now } =
      settings;
    const answer: StatusAnswer = {
      projectId,
      issuer,
      storage,
      signingAlgorithm,
      tokenLifetimeSeconds,
      anonymous,
      threads,
      allowInsecureJwks,
      startedAt,
      now: now(),
    };
    return c.json(answer);
  });
  return routes;
}
