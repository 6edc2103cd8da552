// Compiled, not run: MSAL's types must fit the hook's parameters.
import type { AccountInfo, IPublicClientApplication, PublicClientApplication } from "@azure/msal-browser";
import type { IMsalContext } from "@azure/msal-react";
import { type EntraAuth, type EntraInstance, useEntraTokenSource } from "../../src/integrations/entra.ts";

declare const msal: IMsalContext;
declare const application: PublicClientApplication;
declare const account: AccountInfo | null;
msal.instance satisfies EntraInstance<AccountInfo>;
application satisfies EntraInstance<AccountInfo>;
({ ...msal, account }) satisfies EntraAuth<AccountInfo>;
export const useHook = () => useEntraTokenSource({ ...msal, account });
declare const general: IPublicClientApplication;
export const useAnyInstance = () => useEntraTokenSource({ instance: general, account });
