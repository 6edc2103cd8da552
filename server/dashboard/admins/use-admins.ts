import { useMutation, useQuery } from "@tanstack/react-query";
import type { AdminLinkResponse, AdminListResponse, InviteBody } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { useReload } from "../api/use-reload.ts";

const ADMINS = ["admins"] as const;

/** Reads the admins who sign in with a password. */
export function useAdmins() {
  return useQuery({ queryKey: ADMINS, queryFn: ({ signal }) => request<AdminListResponse>("admins", { signal }) });
}

/**
 * Returns the mutations that invite an admin, reset an admin's password and remove an admin. The responses to `invite`
 * and `reset` contain set-up links, so the cache drops these responses when the component unmounts.
 */
export function useAdminChanges() {
  const reload = useReload(ADMINS);
  const invite = useMutation({
    ...reload.inBackground,
    gcTime: 0,
    mutationFn: (body: InviteBody) => request<AdminLinkResponse>("admins", { method: "POST", body }),
  });
  const reset = useMutation({
    ...reload.inBackground,
    gcTime: 0,
    mutationFn: (name: string) => request<AdminLinkResponse>(`admins/${name}/reset`, { method: "POST" }),
  });
  const remove = useMutation({
    ...reload.beforeSuccess,
    mutationFn: (name: string) => request<undefined>(`admins/${name}`, { method: "DELETE" }),
  });
  return { invite, reset, remove };
}
