import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { ProjectBody, ProjectJson, ProjectListResponse } from "../../src/admin/admin-api.ts";
import { pagePath } from "../api/page-path.ts";
import { request } from "../api/request.ts";
import { useReload } from "../api/use-reload.ts";

const PROJECTS = ["projects"] as const;

/**
 * Reads the projects in the authority's database. The dashboard's own project is the first, and the other projects
 * follow, newest first.
 */
export function useProjects() {
  return useInfiniteQuery({
    queryKey: PROJECTS,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => request<ProjectListResponse>(pagePath("projects", pageParam), { signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/** Returns the mutation that adds a project. */
export function useAddProject() {
  const reload = useReload(PROJECTS);
  return useMutation({
    ...reload.inBackground,
    mutationFn: (body: ProjectBody) => request<ProjectJson>("projects", { method: "POST", body }),
  });
}
