import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ProjectAnswer, ProjectBody, ProjectListAnswer } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

const PROJECTS = ["projects"] as const;

/** The projects of the database, and which of them this dashboard works on. */
export function useProjects() {
  return useQuery({ queryKey: PROJECTS, queryFn: ({ signal }) => request<ProjectListAnswer>("projects", { signal }) });
}

/** Adds a project. */
export function useAddProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ProjectBody) => request<ProjectAnswer>("projects", { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: PROJECTS }),
  });
}
