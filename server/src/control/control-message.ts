import type { AuthorityErrorCode, SettingProblem } from "../base/authority-error.ts";
import type { RemoteCall } from "./remote-services.ts";

/**
 * A request that a CLI command sends to a running server. If `call` is null, the command only checks whether the server
 * responds.
 */
export interface ControlRequest {
  readonly version: string;
  readonly call: RemoteCall | null;
}

/** The server's response to a {@link ControlRequest}. */
export type ControlAnswer =
  /** The request's credential is incorrect. */
  | { readonly kind: "denied" }
  /** The server and the command have different versions. */
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "ready"; readonly allowInsecureJwks: boolean }
  | { readonly kind: "result"; readonly value: unknown }
  /** The called method threw an `AuthorityError`, which the command throws again. */
  | {
      readonly kind: "refused";
      readonly code: AuthorityErrorCode;
      readonly message: string;
      readonly remedy: string;
      readonly setting: SettingProblem | null;
    }
  /** The called method failed with another error, which the server's log contains. */
  | { readonly kind: "failed" };
