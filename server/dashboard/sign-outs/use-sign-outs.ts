import { useMutation, useQuery } from "@tanstack/react-query";
import type { RevocationBody, RevocationJson, RevocationListResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { useReload } from "../api/use-reload.ts";

const SIGN_OUTS = ["revocations"] as const;

/** Reads the latest sign-outs of the project. */
export function useSignOuts() {
  return useQuery({
    queryKey: SIGN_OUTS,
    queryFn: ({ signal }) => request<RevocationListResponse>("revocations", { signal }),
  });
}

/** Returns the mutation that signs out one user, all users of a workspace, or all users. */
export function useSignOutEverywhere() {
  const reload = useReload(SIGN_OUTS);
  return useMutation({
    ...reload.inBackground,
    mutationFn: (body: RevocationBody) => request<RevocationJson>("revocations", { method: "POST", body }),
  });
}
