import type { AuthorityErrorCode, SettingProblem } from "../base/authority-error.ts";
import type { RemoteCall } from "./remote-services.ts";

/**
 * A request from a command: the command's version and a method call. A null call only checks whether the server
 * responds.
 */
export interface ControlRequest {
  readonly version: string;
  readonly call: RemoteCall | null;
}

/** The server's response. */
export type ControlAnswer =
  /** The credential is incorrect. */
  | { readonly kind: "denied" }
  /** The server and the command have different versions. */
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "ready"; readonly allowInsecureJwks: boolean }
  | { readonly kind: "result"; readonly value: unknown }
  /** A refusal; the command throws it as an `AuthorityError`. */
  | {
      readonly kind: "refused";
      readonly code: AuthorityErrorCode;
      readonly message: string;
      readonly remedy: string;
      readonly setting: SettingProblem | null;
    }
  /** The server failed; its log contains the error. */
  | { readonly kind: "failed" };
