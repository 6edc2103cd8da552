import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { SessionState } from "../../src/admin/admin-api.ts";
import { SESSION_KEY } from "../api/create-query-client.ts";

/**
 * Calls when the session ends, however it does. A page is kept out of sight then for the sake of what was typed; what must not be
 * kept, such as a key that is shown once, is dropped here.
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
