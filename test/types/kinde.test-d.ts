// Compiled, not run: the SDK's own types fit ours.
import type { useKindeAuth } from "@kinde-oss/kinde-auth-react";
import { type KindeAuth, useKindeTokenSource } from "../../src/integrations/kinde.ts";

declare const kinde: ReturnType<typeof useKindeAuth>;
kinde satisfies KindeAuth;

export function Accepts() {
  useKindeTokenSource(kinde);
  useKindeTokenSource(kinde, { token: "id" });
  // @ts-expect-error there are two tokens
  useKindeTokenSource(kinde, { token: "refresh" });
}
