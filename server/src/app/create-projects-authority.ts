import type { AuthorityOptions } from "../config/authority-options.ts";
import type { ProjectsAuthority } from "./projects-authority.ts";

/**
 * Makes an authority of several projects on an open storage. The project of the options answers at the root, each other at
 * `/projects/<id>`: that is its client's base URL, and `<issuer>/projects/<id>` is the `iss` of its tokens. The `Host` header never
 * chooses a project. Options apply to all projects; keys, rules, origins, signing keys and visitors are each project's own.
 *
 * @throws as `createAuthority`
 */
export async function createProjectsAuthority(options: AuthorityOptions): Promise<ProjectsAuthority> {
  const { buildProjectsAuthority } = await import("./build-projects-authority.ts");
  return buildProjectsAuthority(options);
}
