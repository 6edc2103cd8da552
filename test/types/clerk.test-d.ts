// Compiled, not run: the SDK's own types fit ours.
import type { useAuth } from "@clerk/react";
import type { ClerkAuth, useClerkTokenSource } from "assistant-cloud-auth/clerk";

declare const auth: ReturnType<typeof useAuth>;
auth satisfies ClerkAuth;

// @ts-expect-error the hook itself, not its result
export const forgotToCall: Parameters<typeof useClerkTokenSource> = [(() => auth) as typeof useAuth];
