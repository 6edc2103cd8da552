import { AssistantCloud, type AssistantCloudTelemetryConfig } from "assistant-cloud";
import type { EngineCore } from "../client/token-engine.ts";
import { connectCloud } from "./connect-cloud.ts";
import { createOwnTokens } from "./own-tokens.ts";

/** Settings of the real client that do not concern authentication. */
export interface CloudOptions {
  /** What the client reports of runs and engagement: all, nothing, or as told. Default: true, as the client has it. */
  telemetry?: boolean | AssistantCloudTelemetryConfig;
}

interface Client {
  readonly cloud: AssistantCloud;
  /** Looks at where the engine stands; false when the client's user and workspace have gone. */
  follow(): boolean;
}

const clients = new WeakMap<EngineCore, Client>();

/** The one client of an engine's present user and workspace. Making it sets no timer and sends nothing. */
export function cloudOf(engine: EngineCore, baseUrl: string, options: CloudOptions): AssistantCloud {
  const known = clients.get(engine);
  if (known?.follow()) return known.cloud;
  const made = makeClient(engine, baseUrl, options);
  clients.set(engine, made);
  return made.cloud;
}

function makeClient(engine: EngineCore, baseUrl: string, { telemetry }: CloudOptions): Client {
  const tokens = createOwnTokens(engine);
  const cloud = new AssistantCloud({
    baseUrl,
    authToken: tokens.getToken,
    ...(telemetry === undefined ? {} : { telemetry }),
  });
  const { forget } = connectCloud(cloud, {
    getToken: tokens.getToken,
    carry: (send) => tokens.carry(`${baseUrl}/`, send),
    adopt: engine.adopt,
    revoke: engine.revoke,
    invalidate: engine.invalidate,
  });

  let ended = false;
  let isSignedOut = false;
  const end = () => {
    ended = true;
    unsubscribe();
    forget();
  };
  function follow(): boolean {
    if (ended) return false;
    const { status, error } = engine.getSnapshot();
    const signsOut = status === "unauthenticated" && !isSignedOut;
    isSignedOut = status === "unauthenticated";
    if (signsOut) forget();
    if (error?.code === "disposed" || tokens.haveChangedHands()) end();
    return !ended;
  }
  const unsubscribe = engine.subscribe(follow);
  return { cloud, follow };
}
