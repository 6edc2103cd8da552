import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { OriginsBody, OriginsResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

const ORIGINS = ["origins"] as const;

/** Reads the origins that may call the authority from a browser. */
export function useOrigins() {
  return useQuery({ queryKey: ORIGINS, queryFn: ({ signal }) => request<OriginsResponse>("origins", { signal }) });
}

/**
 * Returns the mutations that add and remove an origin. The API replaces the whole list, so each mutation first reads
 * the current list. An origin that another admin has added in the meantime is therefore kept.
 */
export function useOriginChanges() {
  const client = useQueryClient();
  const change = async (decide: (stored: readonly string[]) => string[]) => {
    const { origins } = await request<OriginsResponse>("origins");
    const body: OriginsBody = { origins: decide(origins) };
    return request<OriginsResponse>("origins", { method: "PUT", body });
  };
  const onSuccess = (answer: OriginsResponse) => client.setQueryData(ORIGINS, answer);
  const add = useMutation({
    mutationFn: (origin: string) => change((stored) => [...stored, origin]),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (origin: string) => change((stored) => stored.filter((each) => each !== origin)),
    onSuccess,
  });
  return { add, remove };
}
