import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RotateBody, SigningKeyJson, SigningKeyList } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

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
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: SIGNING_KEYS });
  const rotate = useMutation({
    mutationFn: (body: RotateBody) => request<SigningKeyJson>("signing-keys/rotate", { method: "POST", body }),
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (kid: string) =>
      request<SigningKeyList>(`signing-keys/${encodeURIComponent(kid)}/revoke`, { method: "POST" }),
    onSettled,
  });
  return { rotate, revoke };
}
