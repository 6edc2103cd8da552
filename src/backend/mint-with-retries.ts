import { AssistantCloudAuthError } from "../core/errors.ts";
import { MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../core/protocol.ts";
import type { BackendSettings } from "./backend-settings.ts";
import { type MintedToken, type MintOutcome, readMintOutcome } from "./mint-outcome.ts";
import type { TokenIdentity } from "./token-identity.ts";

const MAX_RETRIES = 2;
const FIRST_BACKOFF_MS = 200;
/** A server that asks for a longer wait is left alone: the caller's own client waits better. */
const LONGEST_WAIT_MS = 2_000;

/**
 * Mints, and tries again after what passes by itself. Minting creates nothing, so a repeat is harmless even
 * when only the answer was lost.
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
      // Full jitter, so that servers which failed together do not come back together.
      const jitter = Math.random() * FIRST_BACKOFF_MS * 2 ** retries;
      if (!(await waited(wait + jitter, deadline.signal))) throw outcome.error;
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
    return await readMintOutcome(response, identity);
  } catch (cause) {
    const late = signal.aborted;
    const error = new AssistantCloudAuthError(
      "network",
      late ? `The API did not answer within ${timeoutMs} ms.` : "The API could not be reached.",
      {
        cause,
        remedy: late
          ? "Look at the API's load and the way to it, or raise `timeoutMs`."
          : "Check `baseUrl` and whether this server may open connections to it.",
      },
    );
    return { ok: false, error, transient: true, retryAfterMs: null };
  }
}

/** Resolves to true after the time, to false when the deadline came first. */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (whole: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(whole);
    };
    const onAbort = () => settle(false);
    const timer = setTimeout(() => settle(true), ms);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) settle(false);
  });
}
