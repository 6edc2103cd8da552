import type { ProjectInfo, ProjectInput } from "../projects/project-list.ts";
import type { Authority } from "./authority.ts";

/** An authority for several isolated projects in one database and one server. */
export interface ProjectsAuthority extends Pick<Authority, "fetch" | "close"> {
  /** The authority of the root project, whose id is the option `projectId`. This project is served at the root path. */
  readonly root: Authority;
  readonly projects: {
    /** Returns all added projects, oldest first. Includes the root project only after origins were stored for it. */
    list(): Promise<ProjectInfo[]>;
    /**
     * Adds a project, which is then served at `/projects/<id>`. Throws `invalid_setting` for an invalid id or name.
     * Throws `conflict` if the id exists.
     */
    add(input: ProjectInput): Promise<ProjectInfo>;
    /**
     * Permanently deletes a project with all its data except the audit log. Throws `not_found` for an unknown id.
     * Throws `invalid_setting` if the project has files in a bucket, but no bucket is configured.
     */
    remove(id: string): Promise<void>;
  };
  /**
   * Returns the authority of a project; null if the project does not exist. The authority's methods change only that
   * project's settings.
   */
  project(id: string): Promise<Authority | null>;
}
