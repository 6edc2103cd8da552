import type { AuthorityOptions } from "../config/authority-options.ts";
import type { ProjectsAuthority } from "./projects-authority.ts";

/**
 * Creates an authority for several projects on an open storage. The project of the options is served at the root, and
 * every other project at `/projects/<id>`. `<issuer>/projects/<id>` is both the base URL of such a project's clients
 * and the `iss` of its tokens. The `Host` header never selects a project. The options apply to all projects. Each
 * project has its own keys, rules, origins, signing keys and visitors.
 *
 * @throws the errors of `createAuthority`
 */
export async function createProjectsAuthority(options: AuthorityOptions): Promise<ProjectsAuthority> {
  const { buildProjectsAuthority } = await import("./build-projects-authority.ts");
  return buildProjectsAuthority(options);
}
