import { AssistantCloud, type AssistantCloudTelemetryConfig } from "assistant-cloud";
import type { EngineCore } from "../client/token-engine.ts";
import { connectCloud } from "./connect-cloud.ts";
import { createOwnerTokens } from "./owner-tokens.ts";

/** Settings of the `AssistantCloud` client. These settings do not affect authentication. */
export interface CloudOptions {
  /**
   * Whether the client sends telemetry about runs and engagement. An object configures the telemetry. Default: true, as
   * in `assistant-cloud`.
   */
  telemetry?: boolean | AssistantCloudTelemetryConfig;
}

interface Client {
  readonly cloud: AssistantCloud;
  /**
   * Returns true if the client may still be used. Returns false after the user or workspace has changed, or after the
   * engine was disposed. If the result is false, or if the user has signed out, cancels the client's unsent requests.
   */
  update(): boolean;
}

const clients = new WeakMap<EngineCore, Client>();

/**
 * Returns the `AssistantCloud` client for an engine's current user and workspace. Creates the client in the first call,
 * and a new client after the user or workspace has changed. After the engine was disposed, each call creates a new
 * client. Creating a client starts no timer and sends no request. The base URL and options of an existing client do not
 * change.
 */
export function cloudOf(engine: EngineCore, baseUrl: string, options: CloudOptions): AssistantCloud {
  const existing = clients.get(engine);
  if (existing?.update()) return existing.cloud;
  const created = createClient(engine, baseUrl, options);
  clients.set(engine, created);
  return created.cloud;
}

function createClient(engine: EngineCore, baseUrl: string, { telemetry }: CloudOptions): Client {
  const tokens = createOwnerTokens(engine);
  const cloud = new AssistantCloud({
    baseUrl,
    authToken: tokens.getToken,
    ...(telemetry === undefined ? {} : { telemetry }),
  });
  const { cancelRequests } = connectCloud(cloud, {
    getToken: tokens.getToken,
    piggyback: (send) => tokens.piggyback(`${baseUrl}/`, send),
    adopt: engine.adopt,
    revoke: engine.revoke,
    invalidate: engine.invalidate,
  });

  let ended = false;
  let isSignedOut = false;
  const end = () => {
    ended = true;
    unsubscribe();
    cancelRequests();
  };
  function update(): boolean {
    if (ended) return false;
    const { status, error } = engine.getSnapshot();
    const signsOut = status === "unauthenticated" && !isSignedOut;
    isSignedOut = status === "unauthenticated";
    if (signsOut) cancelRequests();
    if (error?.code === "disposed" || tokens.hasOtherOwner()) end();
    return !ended;
  }
  const unsubscribe = engine.subscribe(update);
  return { cloud, update };
}
