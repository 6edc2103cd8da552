import { useMutation, useQuery } from "@tanstack/react-query";
import type { RotateBody, SigningKeyJson, SigningKeyList } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { useReload } from "../api/use-reload.ts";

const SIGNING_KEYS = ["signing-keys"] as const;

/** Reads all signing keys (next, active and retired), and reads them again every 30 seconds. */
export function useSigningKeys() {
  return useQuery({
    queryKey: SIGNING_KEYS,
    queryFn: ({ signal }) => request<SigningKeyList>("signing-keys", { signal }),
    refetchInterval: 30_000,
  });
}

/** Returns the mutations that rotate and revoke signing keys. */
export function useSigningKeyChanges() {
  const reload = useReload(SIGNING_KEYS);
  const rotate = useMutation({
    ...reload.inBackground,
    mutationFn: (body: RotateBody) => request<SigningKeyJson>("signing-keys/rotate", { method: "POST", body }),
  });
  const revoke = useMutation({
    ...reload.beforeSuccess,
    mutationFn: (kid: string) =>
      request<SigningKeyList>(`signing-keys/${encodeURIComponent(kid)}/revoke`, { method: "POST" }),
  });
  return { rotate, revoke };
}
