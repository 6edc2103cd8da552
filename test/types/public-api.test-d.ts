// Compiled, not run: what the public types guarantee to apps.
import { AssistantCloud } from "assistant-cloud";
import {
  type AssistantCloudAuthErrorCode,
  type TokenEvent,
  useAuthToken,
  useWorkspaceToken,
} from "assistant-cloud-auth";

export function UsesTheUnion() {
  const result = useWorkspaceToken({ throwOnError: false });
  if (result.status === "authenticated") {
    result.token satisfies string;
    result.expiresAt satisfies Date;
    result.error satisfies null;
  } else if (result.status === "error") {
    result.error.code satisfies AssistantCloudAuthErrorCode;
    result.token satisfies null;
  } else {
    result.status satisfies "loading" | "unauthenticated";
    // @ts-expect-error the token may be null
    result.token.length;
  }
}

export function FitsTheRealClient() {
  return new AssistantCloud({ baseUrl: "https://cloud.example", authToken: useAuthToken() });
}

export function closesTheUnion(event: TokenEvent): number {
  switch (event.type) {
    case "refresh_started":
    case "refresh_succeeded":
    case "adopted":
    case "refresh_unchanged":
    case "refresh_failed":
    case "breaker_opened":
    case "expired":
    case "signed_out":
    case "invalidated":
    case "superseded":
    case "disposed":
      return event.time;
    default:
      return event satisfies never;
  }
}
