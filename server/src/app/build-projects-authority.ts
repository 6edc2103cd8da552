import type { AuthorityOptions } from "../config/authority-options.ts";
import { readSettings } from "../config/authority-settings.ts";
import { emitRequestEvent } from "../events/emit-request-event.ts";
import { answerOf, answerTo, type RefusalAnswer } from "../http/refusal-answers.ts";
import { refuse } from "../http/respond.ts";
import type { Authority } from "./authority.ts";
import { startAuthority } from "./build-authority.ts";
import { buildServices } from "./build-services.ts";
import type { ProjectsAuthority } from "./projects-authority.ts";
import { projectPath, settingsOfProject } from "./settings-of-project.ts";

/**
 * Matches a URL at or below `/projects/<id>`, and the URLs of that project's OAuth metadata documents. Captures the id.
 * The captured id needs no decoding, because a valid id contains no character that needs encoding.
 */
const PROJECT_PATH =
  /^[a-z]+:\/\/[^/]+(?:\/\.well-known\/oauth-[a-z-]+)?\/projects\/([A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:[/?#]|$)/;

/**
 * Creates an authority for several projects. The authority of the project `projectId` starts immediately. Every other
 * authority starts with the first request for its project, or with the first call of `project(id)`.
 */
export async function buildProjectsAuthority(options: AuthorityOptions): Promise<ProjectsAuthority> {
  const { storage } = options;
  const settings = readSettings(options);
  const { projectId: rootId, onEvent } = settings;
  const services = buildServices(storage, settings);
  const root = await startAuthority(storage, settings, services);
  const { projects } = services;
  const stopListening = projects.listen();
  const authorities = new Map<string, Promise<Authority>>();

  function getAuthority(id: string): Promise<Authority> {
    const existing = authorities.get(id);
    if (existing !== undefined) return existing;
    const projectSettings = settingsOfProject(settings, id);
    const starting = startAuthority(storage, projectSettings, buildServices(storage, projectSettings), projectPath(id));
    authorities.set(id, starting);
    starting.catch(() => authorities.delete(id));
    return starting;
  }

  async function findAuthority(id: string): Promise<Authority | null> {
    if (id === rootId) return null;
    if (await projects.has(id)) return getAuthority(id);
    // The project was removed. A later project with the same id must not reuse the removed project's authority.
    const removed = authorities.get(id);
    authorities.delete(id);
    await (await removed)?.close();
    return null;
  }

  return {
    async fetch(request, connection) {
      const id = PROJECT_PATH.exec(request.url)?.[1];
      if (id === undefined) return root.fetch(request, connection);
      const start = performance.now();
      const refuseAndReport = (answer: RefusalAnswer) => {
        const { status, code } = answer;
        if (onEvent !== null)
          emitRequestEvent(onEvent, request, { route: "other", httpRoute: "/projects/*", status, code, start });
        return refuse(answer);
      };
      try {
        const authority = await findAuthority(id);
        return authority === null
          ? refuseAndReport(answerOf("project_not_found"))
          : authority.fetch(request, connection);
      } catch (error) {
        settings.onFault(error);
        return refuseAndReport(answerTo(error));
      }
    },
    root,
    projects: {
      list: projects.list,
      add: (input) => projects.add(input, { actor: "program" }),
      remove: (id) => projects.remove(id, { actor: "program" }),
    },
    async project(id) {
      return id === rootId ? root : findAuthority(id);
    },
    async close() {
      stopListening();
      const all = await Promise.allSettled(authorities.values());
      for (const each of all) if (each.status === "fulfilled") await each.value.close();
      await root.close();
    },
  };
}
