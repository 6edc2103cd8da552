import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { CreatedKeyJson, KeyBody, KeyJson, KeyList, KeyRotateBody } from "../../src/admin/admin-api.ts";
import { pagePath } from "../api/page-path.ts";
import { request } from "../api/request.ts";
import { useReload } from "../api/use-reload.ts";

const KEYS = ["keys"] as const;

/** Reads the API keys, newest first, without their secrets. */
export function useKeys() {
  return useInfiniteQuery({
    queryKey: KEYS,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => request<KeyList>(pagePath("keys", pageParam), { signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/**
 * Returns the mutations that create, rotate and revoke API keys. The responses to `create` and `rotate` contain a
 * secret, so the cache drops these responses when the component unmounts.
 */
export function useKeyChanges() {
  const reload = useReload(KEYS);
  const create = useMutation({
    ...reload.inBackground,
    gcTime: 0,
    mutationFn: (body: KeyBody) => request<CreatedKeyJson>("keys", { method: "POST", body }),
  });
  const rotate = useMutation({
    ...reload.inBackground,
    gcTime: 0,
    mutationFn: ({ id, ...body }: KeyRotateBody & { id: string }) =>
      request<CreatedKeyJson>(`keys/${id}/rotate`, { method: "POST", body }),
  });
  const revoke = useMutation({
    ...reload.beforeSuccess,
    mutationFn: (id: string) => request<KeyJson>(`keys/${id}/revoke`, { method: "POST" }),
  });
  return { create, rotate, revoke };
}
