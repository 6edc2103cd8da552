import { readBearer } from "../core/protocol.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { TokenVerificationError } from "./token-verification-error.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";
import {
  createWorkspaceTokenVerifier,
  type VerifyOptions,
  type WorkspaceTokenVerifier,
} from "./verify-workspace-token.ts";

/** What a guard takes: options, or a verifier that the app has created, such as one that it pushes revocations to. */
export type GuardOptions = VerifyOptions | WorkspaceTokenVerifier;

/** What comes of an `Authorization` header: whose it is, or the answer that its sender gets. */
export type Judgement = { workspace: VerifiedWorkspace; refusal?: never } | { refusal: Refusal; workspace?: never };

/**
 * Makes a function that judges the value of an `Authorization` header; what all guards do.
 *
 * @throws `configuration` when an option is wrong
 */
export function createJudge(options: GuardOptions): (header: string | null | undefined) => Promise<Judgement> {
  const verify = typeof options === "function" ? options : createWorkspaceTokenVerifier(options);
  return async (header) => {
    try {
      return { workspace: await verify(readBearer(header) ?? "") };
    } catch (error) {
      if (error instanceof TokenVerificationError) return { refusal: refusalOf(error) };
      throw error;
    }
  };
}
