import type { ReactNode } from "react";
import { useAuthStatus } from "./use-auth-status.ts";

/** What a gate takes. */
export interface GateProps {
  children: ReactNode;
}

/** Renders its children while a usable workspace token is held. */
export function Authenticated({ children }: GateProps): ReactNode {
  return useAuthStatus().status === "authenticated" ? children : null;
}

/** Renders its children when the token source says that nobody is signed in. */
export function Unauthenticated({ children }: GateProps): ReactNode {
  return useAuthStatus().status === "unauthenticated" ? children : null;
}

/** Renders its children until the first attempt to get a token has ended. */
export function AuthLoading({ children }: GateProps): ReactNode {
  return useAuthStatus().status === "loading" ? children : null;
}
