import type { AuthorityErrorCode, SettingProblem } from "../base/authority-error.ts";
import type { RemoteCall } from "./remote-services.ts";

/** What a command sends: its own version, and a call; null only asks whether the server answers. */
export interface ControlRequest {
  readonly version: string;
  readonly call: RemoteCall | null;
}

/** What the server answers. */
export type ControlAnswer =
  /** The credential is not that of this server. */
  | { readonly kind: "denied" }
  /** The server has another version than the command. */
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "ready"; readonly allowInsecureJwks: boolean }
  | { readonly kind: "result"; readonly value: unknown }
  /** A refusal, to be thrown as an `AuthorityError`. */
  | {
      readonly kind: "refused";
      readonly code: AuthorityErrorCode;
      readonly message: string;
      readonly remedy: string;
      readonly setting: SettingProblem | null;
    }
  /** The server failed; its log has the error. */
  | { readonly kind: "failed" };
