// Compiled, not run: the SDK's types must fit the hook's parameters.
import type { useKindeAuth } from "@kinde-oss/kinde-auth-react";
import { type KindeAuth, useKindeTokenSource } from "../../src/integrations/kinde.ts";

declare const kinde: ReturnType<typeof useKindeAuth>;
kinde satisfies KindeAuth;

export function Accepts() {
  useKindeTokenSource(kinde);
  useKindeTokenSource(kinde, { token: "id" });
  // @ts-expect-error only the ID token and the access token exist
  useKindeTokenSource(kinde, { token: "refresh" });
}
