import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import type { JwksReport, RuleBody, RulePreview } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

/** Asks the authority which auth rule a request body would create. The authority saves nothing. */
export const previewRule = (body: RuleBody, signal?: AbortSignal) =>
  request<RulePreview>("rules/preview", { method: "POST", body, ...(signal ? { signal } : {}) });

/** Returns the query for the auth rule that a request body would create. A null body disables the query. */
export function useRulePreview(body: RuleBody | null) {
  return useQuery({
    queryKey: ["rule-preview", body],
    queryFn: body === null ? skipToken : ({ signal }) => previewRule(body, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Returns the query that makes the authority fetch and check a rule's JWKS. A null body disables the query. */
export function useJwksCheck(body: RuleBody | null) {
  return useQuery({
    queryKey: ["jwks-check", body],
    queryFn:
      body === null ? skipToken : ({ signal }) => request<JwksReport>("rules/check", { method: "POST", body, signal }),
    // The check runs each time the form is opened, but not when the window regains the focus.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    // After a failed request, the data is stale in spite of `staleTime`.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
}
