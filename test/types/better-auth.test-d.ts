// Compiled, not run: the SDK's types must fit the hook's parameters.
import type { BetterAuthClient } from "assistant-cloud-auth/better-auth";
import { jwtClient, organizationClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";

createAuthClient({ plugins: [jwtClient()] }) satisfies BetterAuthClient;
createAuthClient({ plugins: [jwtClient(), organizationClient()] }) satisfies BetterAuthClient;
// @ts-expect-error the client has no token without jwtClient()
createAuthClient() satisfies BetterAuthClient;
