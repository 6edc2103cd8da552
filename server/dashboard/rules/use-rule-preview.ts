import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import type { JwksReport, RuleBody, RulePreview } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

/** Asks what would be saved for a body. */
export const previewRule = (body: RuleBody, signal?: AbortSignal) =>
  request<RulePreview>("rules/preview", { method: "POST", body, ...(signal ? { signal } : {}) });

/** What would be saved for a body; not asked while there is none. */
export function useRulePreview(body: RuleBody | null) {
  return useQuery({
    queryKey: ["rule-preview", body],
    queryFn: body === null ? skipToken : ({ signal }) => previewRule(body, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** What stands behind the JWKS endpoint that a body means; not asked while there is none. */
export function useJwksCheck(body: RuleBody | null) {
  return useQuery({
    queryKey: ["jwks-check", body],
    queryFn:
      body === null ? skipToken : ({ signal }) => request<JwksReport>("rules/check", { method: "POST", body, signal }),
    // Each opening of the form asks anew; going back to the window does not.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
