import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { SessionState } from "../../src/admin/admin-api.ts";
import { SESSION_KEY } from "../api/create-query-client.ts";

/**
 * Calls `drop` when the session ends for any reason. The page stays mounted after that, to keep unsaved input. Use this
 * hook to drop secrets, such as a new API key.
 */
export function useSessionEnd(drop: () => void): void {
  const client = useQueryClient();
  const latest = useRef(drop);
  useEffect(() => {
    latest.current = drop;
  });
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        if (query.queryKey[0] !== SESSION_KEY[0]) return;
        if ((query.state.data as SessionState | undefined)?.signedIn === false) latest.current();
      }),
    [client],
  );
}
