import type { ReactNode } from "react";
import { useAuthStatus } from "./use-auth-status.ts";

/** Props of {@link Authenticated}, {@link Unauthenticated} and {@link AuthLoading}. */
export interface GateProps {
  children: ReactNode;
}

/** Renders its children while a usable workspace token is available. */
export function Authenticated({ children }: GateProps): ReactNode {
  return useAuthStatus().status === "authenticated" ? children : null;
}

/** Renders its children while no user is signed in. */
export function Unauthenticated({ children }: GateProps): ReactNode {
  return useAuthStatus().status === "unauthenticated" ? children : null;
}

/** Renders its children while the auth status is `loading`, for example during the first attempt to get a token. */
export function AuthLoading({ children }: GateProps): ReactNode {
  return useAuthStatus().status === "loading" ? children : null;
}
