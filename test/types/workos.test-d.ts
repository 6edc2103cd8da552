// Compiled, not run: AuthKit's types must fit the hook's parameters.
import type { useAuth } from "@workos-inc/authkit-react";
import type { WorkOSAuth } from "../../src/integrations/workos.ts";

declare const auth: ReturnType<typeof useAuth>;
auth satisfies WorkOSAuth;
