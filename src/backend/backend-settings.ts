import { normalizeBaseUrl } from "../core/base-url.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { API_KEY_PREFIX } from "../core/protocol.ts";

/** Where API keys are accepted when nothing else is said: the hosted cloud's backend host. */
export const DEFAULT_BACKEND_URL = "https://backend.assistant-api.com";

/** Settings of {@link createAssistantCloudBackend}. */
export interface AssistantCloudBackendOptions {
  /**
   * The project's API key, `sk_aui_proj_…`. Keep it in the server's environment; it is never printed. A function is
   * called at each mint, for a module that is also loaded where the key is not, as a build is, and for keys that rotate.
   */
  apiKey: string | undefined | (() => string | undefined);
  /** The assistant-ui API. Default: the hosted cloud's `https://backend.assistant-api.com`. */
  baseUrl?: string | undefined;
  /** Sends the requests. Default: the global `fetch` at the time of the call. */
  fetch?: typeof globalThis.fetch;
  /** Deadline of one `create()`, its retries included, in milliseconds, from 1 to 600,000. Default: 10,000. */
  timeoutMs?: number;
}

/** The same settings, checked and with their defaults. */
export interface BackendSettings {
  /** Gives the key; throws `configuration` for a missing or malformed one. */
  readonly readApiKey: () => string;
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

const mistake = (message: string, remedy: string) => new AssistantCloudAuthError("configuration", message, { remedy });

/** Where code runs that its users can read; null on a server. A `window` alone is no sign: some servers have one. */
function findPublicPlace(): string | null {
  if (typeof window !== "undefined" && typeof document !== "undefined") return "browser";
  // React Native has no document, and ships its code to phones.
  return typeof navigator !== "undefined" && navigator.product === "ReactNative" ? "React Native app" : null;
}

/** Checks the options; throws `configuration` and never repeats the key. */
export function readBackendSettings(options: AssistantCloudBackendOptions): BackendSettings {
  const place = findPublicPlace();
  if (place !== null) {
    throw mistake(
      `createAssistantCloudBackend() was called in a ${place}, where everyone can read the API key.`,
      "Call it on a server. If this key was ever shipped to a browser or a phone, revoke it.",
    );
  }
  const { apiKey, baseUrl = DEFAULT_BACKEND_URL, fetch, timeoutMs = 10_000 } = options;
  const readApiKey = createKeyReader(apiKey);
  if (fetch !== undefined && typeof fetch !== "function") {
    throw mistake(
      "`fetch` is not a function.",
      "Pass a function with the signature of the global fetch, or leave it out.",
    );
  }
  if (!Number.isFinite(timeoutMs) || timeoutMs < 1 || timeoutMs > 600_000) {
    throw mistake("`timeoutMs` is not a number from 1 to 600000.", "Pass milliseconds, or leave it out for 10000.");
  }
  return {
    readApiKey,
    baseUrl: normalizeBaseUrl(baseUrl),
    // Looked up at the call, so that a later patch of the global (a framework's, a test's) takes effect.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
  };
}

/** Checks a fixed key now, one that a function gives each time. */
function createKeyReader(apiKey: AssistantCloudBackendOptions["apiKey"]): () => string {
  if (typeof apiKey === "function") return () => checkApiKey(apiKey());
  const checked = checkApiKey(apiKey);
  return () => checked;
}

function checkApiKey(apiKey: unknown): string {
  if (typeof apiKey !== "string" || apiKey === "") {
    throw mistake("`apiKey` is missing.", "Pass the project's API key; is its environment variable set?");
  }
  if (!apiKey.startsWith(API_KEY_PREFIX)) {
    throw mistake(`\`apiKey\` does not start with ${API_KEY_PREFIX}.`, "Pass an API key of the project, not a token.");
  }
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw mistake("`apiKey` holds a blank, a line break or a non-ASCII character.", "Copy the key anew, without them.");
  }
  return apiKey;
}
