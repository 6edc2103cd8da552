// Compiled, not run: the SDK's types must fit the hook's parameters.
import type { useAuth } from "@clerk/react";
import type { ClerkAuth, useClerkTokenSource } from "assistant-cloud-auth/clerk";

declare const auth: ReturnType<typeof useAuth>;
auth satisfies ClerkAuth;

// @ts-expect-error takes the result of useAuth, not the hook itself
export const forgotToCall: Parameters<typeof useClerkTokenSource> = [(() => auth) as typeof useAuth];
