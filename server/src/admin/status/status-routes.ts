import { Hono } from "hono";
import type { AuthoritySettings } from "../../config/authority-settings.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";

/** The response to `GET /admin/api/status`: the configuration of the responding process. */
export interface StatusResponse {
  projectId: string;
  /** The public base URL of the authority. Apps pass this URL to the client package. */
  issuer: string;
  storage: AuthorityStorage["kind"];
  signingAlgorithm: AuthoritySettings["signingAlgorithm"];
  tokenLifetimeSeconds: number;
  anonymous: boolean;
  /** Whether this server stores threads and serves the assistant-ui API. */
  threads: boolean;
  /** Whether `http://` JWKS URLs on a loopback address are allowed, for development. */
  allowInsecureJwks: boolean;
  /** The time at which this process created the authority, in milliseconds since the epoch. */
  startedAt: number;
  /** The current time of this process, in milliseconds since the epoch. */
  now: number;
}

/** Creates the route that returns the configuration of the responding process. */
export function statusRoutes(settings: AuthoritySettings, storage: AuthorityStorage["kind"]): Hono {
  const startedAt = settings.now();
  const routes = new Hono();
  routes.get("/status", (c) => {
    const { projectId, issuer, signingAlgorithm, tokenLifetimeSeconds, anonymous, threads, allowInsecureJwks, now } =
      settings;
    const answer: StatusResponse = {
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
