import { normalizeBaseUrl } from "../core/base-url.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { API_KEY_PREFIX } from "../core/protocol.ts";

/** The default base URL. The hosted cloud accepts requests with an API key at this URL. */
export const DEFAULT_BACKEND_URL = "https://backend.assistant-api.com";

/** Settings of {@link createAssistantCloudBackend}. */
export interface AssistantCloudBackendOptions {
  /**
   * The project's API key, `sk_aui_proj_…`, or a function that returns the key. Keep the key in the server's
   * environment; this package never prints the key. If `apiKey` is a function, each `create()` runs this function once.
   * If the function throws an error, `create()` rejects with this error. Use a function if the key rotates, or if a
   * build loads the module without the key.
   */
  apiKey: string | undefined | (() => string | undefined);
  /** The base URL of the assistant-ui API. Default: `https://backend.assistant-api.com`, the hosted cloud. */
  baseUrl?: string | undefined;
  /** The function that sends the requests. Default: the global `fetch` at the time of the call. */
  fetch?: typeof globalThis.fetch;
  /** The timeout of a `create()` call, including its retries, in milliseconds: 1 to 600,000. Default: 10,000. */
  timeoutMs?: number;
}

/** The validated options with defaults applied. */
export interface BackendSettings {
  /** Returns the API key; throws `configuration` when it is missing or malformed. */
  readonly readApiKey: () => string;
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

const configurationError = (message: string, remedy: string) =>
  new AssistantCloudAuthError("configuration", message, { remedy });

/**
 * Returns the kind of client that runs this code: "browser" or "React Native app". Returns null on a server. Checks
 * both `window` and `document`, because some servers define `window` but not `document`.
 */
function findClientPlatform(): string | null {
  if (typeof window !== "undefined" && typeof document !== "undefined") return "browser";
  // React Native has no `document`, but its code runs on phones, so it counts as a client.
  return typeof navigator !== "undefined" && navigator.product === "ReactNative" ? "React Native app" : null;
}

/**
 * Validates the options and applies the defaults. Throws `configuration` for an invalid option, and in a browser or a
 * React Native app. The error's message never contains the key.
 */
export function readBackendSettings(options: AssistantCloudBackendOptions): BackendSettings {
  const platform = findClientPlatform();
  if (platform !== null) {
    throw configurationError(
      `createAssistantCloudBackend() was called in a ${platform}, where everyone can read the API key.`,
      "Call it on a server. If this key was ever shipped to a browser or a phone, revoke it.",
    );
  }
  const {
    apiKey,
    baseUrl = DEFAULT_BACKEND_URL,
    fetch,
    timeoutMs = 10_000,
  }: AssistantCloudBackendOptions = Object(options);
  const readApiKey = createKeyReader(apiKey);
  if (fetch !== undefined && typeof fetch !== "function") {
    throw configurationError(
      "`fetch` is not a function.",
      "Pass a function with the signature of the global fetch, or leave it out.",
    );
  }
  if (!Number.isFinite(timeoutMs) || timeoutMs < 1 || timeoutMs > 600_000) {
    throw configurationError(
      "`timeoutMs` is not a number from 1 to 600000.",
      "Pass milliseconds, or leave it out for 10000.",
    );
  }
  return {
    readApiKey,
    baseUrl: normalizeBaseUrl(baseUrl),
    // A framework or test may replace the global later, so look it up at each call.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
  };
}

/**
 * Returns a function that reads the API key. A string is validated once. If `apiKey` is a function, each of its results
 * is validated.
 */
function createKeyReader(apiKey: AssistantCloudBackendOptions["apiKey"]): () => string {
  if (typeof apiKey === "function") return () => checkApiKey(apiKey());
  const checked = checkApiKey(apiKey);
  return () => checked;
}

function checkApiKey(apiKey: unknown): string {
  if (apiKey instanceof Promise) {
    // Nothing else handles a rejection of the promise.
    apiKey.catch(() => {});
    throw configurationError(
      "`apiKey` returned a promise.",
      "Pass a function that returns the key itself. Load the key before you create the client.",
    );
  }
  if (typeof apiKey !== "string" || apiKey === "") {
    throw configurationError(
      "`apiKey` is missing.",
      "Pass the project's API key, and check that its environment variable is set.",
    );
  }
  if (!apiKey.startsWith(API_KEY_PREFIX)) {
    throw configurationError(
      `\`apiKey\` does not start with ${API_KEY_PREFIX}.`,
      "Pass an API key of the project, not a token.",
    );
  }
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw configurationError(
      "`apiKey` contains a space, a line break or a non-ASCII character.",
      "Copy the key again, without them.",
    );
  }
  return apiKey;
}
