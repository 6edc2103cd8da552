import type { ProjectInfo, ProjectInput } from "../projects/project-list.ts";
import type { Authority } from "./authority.ts";

/** Several projects in one database and one server; nothing of one counts in another. */
export interface ProjectsAuthority extends Pick<Authority, "fetch" | "close"> {
  /** The authority of the options' own project, which answers at the root. */
  readonly root: Authority;
  readonly projects: {
    /** All projects that were added or have stored origins, oldest first. */
    list(): Promise<ProjectInfo[]>;
    /** Adds a project, served at `/projects/<id>` from then on. Throws `invalid_setting`, and `conflict` when there is one of that id. */
    add(input: ProjectInput): Promise<ProjectInfo>;
    /** Deletes a project with its API keys, rules, signing keys and visitors, for good. Throws `not_found`. */
    remove(id: string): Promise<void>;
  };
  /** The authority of a project, to change its keys and rules; null when there is none. */
  project(id: string): Promise<Authority | null>;
}
