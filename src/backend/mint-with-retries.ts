import { AssistantCloudAuthError } from "../core/errors.ts";
import { MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../core/protocol.ts";
import { unlessAborted } from "../core/unless-aborted.ts";
import type { BackendSettings } from "./backend-settings.ts";
import { type MintedToken, type MintOutcome, readMintOutcome } from "./mint-outcome.ts";
import type { TokenIdentity } from "./token-identity.ts";

const MAX_RETRIES = 2;
const FIRST_BACKOFF_MS = 200;
/**
 * The longest `Retry-After` delay after which {@link mintWithRetries} retries, in milliseconds. If the API demands a
 * longer delay, the function rejects at once, so that the caller can retry later.
 */
const LONGEST_WAIT_MS = 2_000;

/**
 * Mints a token and retries transient failures with backoff and full jitter. If the API minted a token but the response
 * was lost, the retry mints a second token. The first token then expires unused.
 */
export async function mintWithRetries(settings: BackendSettings, identity: TokenIdentity): Promise<MintedToken> {
  const apiKey = settings.readApiKey();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), settings.timeoutMs);
  try {
    for (let retries = 0; ; retries += 1) {
      const outcome = await attempt(settings, apiKey, identity, deadline.signal);
      if (outcome.ok) return outcome.minted;
      const wait = outcome.retryAfterMs ?? 0;
      if (!outcome.transient || retries === MAX_RETRIES || wait > LONGEST_WAIT_MS) throw outcome.error;
      // Without full jitter, clients that failed together would retry together.
      const jitter = Math.random() * FIRST_BACKOFF_MS * 2 ** retries;
      if (!(await sleep(wait + jitter, deadline.signal))) throw outcome.error;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(
  { baseUrl, fetch, timeoutMs }: BackendSettings,
  apiKey: string,
  identity: TokenIdentity,
  signal: AbortSignal,
): Promise<MintOutcome> {
  try {
    return await unlessAborted(signal, async () => {
      const response = await fetch(`${baseUrl}${MINT_PATH}`, {
        method: "POST",
        headers: {
          Accept: "application/json",
          Authorization: `Bearer ${apiKey}`,
          [WORKSPACE_ID_HEADER]: identity.workspaceId,
          [USER_ID_HEADER]: identity.userId,
        },
        redirect: "manual",
        signal,
      });
      return readMintOutcome(response, identity);
    });
  } catch (cause) {
    const timedOut = signal.aborted;
    const error = new AssistantCloudAuthError(
      "network",
      timedOut ? `The API did not respond within ${timeoutMs} ms.` : "The API could not be reached.",
      {
        cause,
        remedy: timedOut
          ? "Check the API's load and the network path to it, or raise `timeoutMs`."
          : "Check `baseUrl`, and that this server may connect to it.",
      },
    );
    return { ok: false, error, transient: true, retryAfterMs: null };
  }
}

/** Resolves to true after `ms` milliseconds, or to false as soon as the signal aborts. */
function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (elapsed: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(elapsed);
    };
    const onAbort = () => settle(false);
    const timer = setTimeout(() => settle(true), ms);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) settle(false);
  });
}
