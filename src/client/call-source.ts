import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { MAX_ID_TOKEN_LENGTH } from "../core/protocol.ts";
import type { TokenRequest, TokenSource } from "../core/token-source.ts";
import { assertCompactJwt } from "../core/workspace-token.ts";
import type { Exchange } from "./exchange.ts";
import { KEY_REMEDY, keyProblem } from "./key-problem.ts";
import { attempt } from "./platform/attempt.ts";
import { warnDeveloper } from "./platform/warn-developer.ts";
import { wrongType } from "./wrong-type.ts";

const KINDS: readonly TokenSource["kind"][] = ["provider", "backend", "anonymous"];
const ORIGINS: Record<TokenSource["kind"], string> = {
  provider: "The auth provider",
  backend: "The app's backend",
  anonymous: "The anonymous sign-in",
};

/**
 * Returns a token source's key, or null if the key is undefined. An app may pass an undefined key while no user is
 * signed in.
 */
export function keyOf({ key }: TokenSource): string | null {
  return key ?? null;
}

/** Returns a token source's name for an error message, such as "The auth provider"; undefined in production. */
export function originOf({ kind }: TokenSource): string | undefined {
  return forDeveloper(() => ORIGINS[kind]);
}

/**
 * Calls a token source, and exchanges the result if the source returns provider tokens. Resolves to the workspace
 * token, or to null when the user is signed out.
 */
export async function callSource(source: TokenSource, exchange: Exchange, request: TokenRequest): Promise<unknown> {
  const token = await getSourceToken(source, request);
  if (token === null || source.kind !== "provider") return token;
  assertCompactJwt(token, originOf(source), MAX_ID_TOKEN_LENGTH);
  return exchange(token, request.signal);
}

async function getSourceToken(source: TokenSource, request: TokenRequest): Promise<unknown> {
  try {
    return await source.getToken(request);
  } catch (thrown) {
    if (isAssistantCloudAuthError(thrown) && thrown.code === "signed_out") return null;
    throw thrown;
  }
}

/** Throws `configuration` unless the value is a token source. */
export function assertTokenSource(source: TokenSource | undefined): asserts source is TokenSource {
  if (typeof source?.getToken === "function" && KINDS.includes(source.kind)) {
    const { key } = source;
    warnDeveloper(() => keyProblem(key));
    // The engine compares keys, and names the channel to the other tabs, by the key's JSON.
    if (attempt(() => JSON.stringify([key]))) return;
    throw wrongType(
      forDeveloper("key"),
      forDeveloper(() => KEY_REMEDY),
    );
  }
  throw new AssistantCloudAuthError("configuration", forDeveloper("`tokenSource` is not a token source."), {
    remedy: forDeveloper("Create one with providerTokenSource(), backendTokenSource() or anonymousTokenSource()."),
  });
}
