// Compiled, not run: Logto's own types fit ours.
import type { useLogto } from "@logto/react";
import type { LogtoAuth } from "../../src/integrations/logto.ts";

declare const logto: ReturnType<typeof useLogto>;
logto satisfies LogtoAuth;
