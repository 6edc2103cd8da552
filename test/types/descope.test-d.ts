// Compiled, not run: the SDK's types must fit the hook's parameters.
import type { useDescope, useSession } from "@descope/react-sdk";
import { type DescopeSdk, type DescopeSession, useDescopeTokenSource } from "../../src/integrations/descope.ts";

declare const sdk: ReturnType<typeof useDescope>;
declare const session: ReturnType<typeof useSession>;
sdk satisfies DescopeSdk;
session satisfies DescopeSession;

export function NeedsBothInOrder() {
  // @ts-expect-error the session is the first parameter
  return useDescopeTokenSource(sdk, session);
}
