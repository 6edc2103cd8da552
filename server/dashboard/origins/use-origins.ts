import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { OriginsBody, OriginsResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { usePendingVariables } from "../api/use-pending-variables.ts";

const ORIGINS = ["origins"] as const;
const REMOVE = ["origins", "remove"] as const;

/** Reads the origins that may call the authority from a browser. */
export function useOrigins() {
  return useQuery({ queryKey: ORIGINS, queryFn: ({ signal }) => request<OriginsResponse>("origins", { signal }) });
}

interface Removal {
  origin: string;
  /** Whether the admin has confirmed the removal of the last origin. An empty list allows all origins. */
  mayAllowAll: boolean;
}

/** Returns the origins whose removal is in progress. */
export function usePendingRemovals(): string[] {
  return usePendingVariables<Removal>(REMOVE).map(({ origin }) => origin);
}

/**
 * Returns the mutations that add and remove an origin. The API replaces the whole list, so each mutation first reads
 * the current list. This avoids the loss of an origin that another admin has just added. The mutations run one after
 * another, because two simultaneous mutations would start with the same list.
 */
export function useOriginChanges() {
  const client = useQueryClient();
  const change = async (decide: (stored: OriginsResponse) => string[]) => {
    const body: OriginsBody = { origins: decide(await request<OriginsResponse>("origins")) };
    return request<OriginsResponse>("origins", { method: "PUT", body });
  };
  const scope = { id: "origins" };
  const onSuccess = async (answer: OriginsResponse) => {
    // A request that started before the change would write the earlier list into the cache.
    await client.cancelQueries({ queryKey: ORIGINS });
    client.setQueryData(ORIGINS, answer);
  };
  const add = useMutation({
    mutationFn: (origin: string) => change(({ origins }) => [...origins, origin]),
    scope,
    onSuccess,
  });
  const remove = useMutation({
    mutationKey: REMOVE,
    mutationFn: ({ origin, mayAllowAll }: Removal) =>
      change((stored) => {
        const rest = stored.origins.filter((each) => each !== origin);
        if (mayAllowAll || rest.length + stored.fixed.length > 0) return rest;
        client.setQueryData(ORIGINS, stored);
        throw new Error(`${origin} is now the only allowed origin. Remove it again to allow all origins.`);
      }),
    scope,
    onSuccess,
  });
  return { add, remove };
}
