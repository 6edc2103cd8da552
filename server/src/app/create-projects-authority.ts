import type { AuthorityOptions } from "../config/authority-options.ts";
import type { ProjectsAuthority } from "./projects-authority.ts";

/**
 * Creates an authority that serves several projects from one open storage. The project with the id `projectId` is
 * served at the root. Every other project is served at `/projects/<id>`. The clients of such a project use the base URL
 * `<issuer>/projects/<id>`, and the project's tokens contain this URL as `iss`. The `Host` header never selects a
 * project. The options `admin` and `adminOpenId` apply only to the root project. All other options apply to every
 * project. Each project has its own API keys, rules, stored origins, signing keys and visitors.
 *
 * @throws the errors of `createAuthority`
 */
export async function createProjectsAuthority(options: AuthorityOptions): Promise<ProjectsAuthority> {
  const { buildProjectsAuthority } = await import("./build-projects-authority.ts");
  return buildProjectsAuthority(options);
}
