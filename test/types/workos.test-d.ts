// Compiled, not run: AuthKit's own types fit ours.
import type { useAuth } from "@workos-inc/authkit-react";
import type { WorkOSAuth } from "../../src/integrations/workos.ts";

declare const auth: ReturnType<typeof useAuth>;
auth satisfies WorkOSAuth;
