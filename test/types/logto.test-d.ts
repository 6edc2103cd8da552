// Compiled, not run: Logto's types must fit the hook's parameters.
import type { useLogto } from "@logto/react";
import type { LogtoAuth } from "../../src/integrations/logto.ts";

declare const logto: ReturnType<typeof useLogto>;
logto satisfies LogtoAuth;
