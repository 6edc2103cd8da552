// Compiled, not run: the SDK's own types fit ours.
import type { BetterAuthClient } from "assistant-cloud-auth/better-auth";
import { jwtClient, organizationClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";

createAuthClient({ plugins: [jwtClient()] }) satisfies BetterAuthClient;
createAuthClient({ plugins: [jwtClient(), organizationClient()] }) satisfies BetterAuthClient;
// @ts-expect-error without jwtClient() there is no token
createAuthClient() satisfies BetterAuthClient;
