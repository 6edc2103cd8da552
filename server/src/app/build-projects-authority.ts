import type { AuthorityOptions } from "../config/authority-options.ts";
import { tellAnswer } from "../events/tell-answer.ts";
import { answerOf, answerTo, type RefusalAnswer } from "../http/refusal-answers.ts";
import { refuse } from "../http/respond.ts";
import { createProjectList } from "../projects/project-list.ts";
import type { Authority } from "./authority.ts";
import { buildAuthority } from "./build-authority.ts";
import type { ProjectsAuthority } from "./projects-authority.ts";

/** `/projects/<id>/…`; what an id may not hold is no id, so nothing is decoded. */
const PROJECT_PATH = /^[a-z]+:\/\/[^/]+\/projects\/([A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:[/?#]|$)/;

/** Puts an authority of several projects together: each is an authority of its own, made when it is first asked for. */
export async function buildProjectsAuthority(options: AuthorityOptions): Promise<ProjectsAuthority> {
  const root = await buildAuthority(options);
  const rootId = options.projectId ?? "default";
  const projects = createProjectList(options.storage, options.now ?? Date.now);
  const stopListening = projects.listen();
  const served = new Map<string, Promise<Authority>>();

  function serve(id: string): Promise<Authority> {
    const known = served.get(id);
    if (known !== undefined) return known;
    const making = buildAuthority(
      { ...options, projectId: id, issuer: `${options.issuer}/projects/${id}`, admin: false },
      `/projects/${id}`,
    );
    served.set(id, making);
    making.catch(() => served.delete(id));
    return making;
  }

  async function find(id: string): Promise<Authority | null> {
    if (id === rootId) return null;
    if (await projects.has(id)) return serve(id);
    // Removed: the next project of that id has nothing of it.
    const gone = served.get(id);
    served.delete(id);
    await (await gone)?.close();
    return null;
  }

  return {
    async fetch(request, connection) {
      const id = PROJECT_PATH.exec(request.url)?.[1];
      if (id === undefined) return root.fetch(request, connection);
      const start = performance.now();
      const refuseHere = (answer: RefusalAnswer) => {
        const { status, code } = answer;
        if (options.onEvent) tellAnswer(options.onEvent, request, { route: "other", status, code, start });
        return refuse(answer);
      };
      try {
        const authority = await find(id);
        return authority === null ? refuseHere(answerOf("project_not_found")) : authority.fetch(request, connection);
      } catch (error) {
        options.onFault?.(error);
        return refuseHere(answerTo(error));
      }
    },
    root,
    projects: { list: projects.list, add: projects.add, remove: projects.remove },
    async project(id) {
      return id === rootId ? root : find(id);
    },
    async close() {
      stopListening();
      const all = await Promise.allSettled(served.values());
      for (const each of all) if (each.status === "fulfilled") await each.value.close();
      await root.close();
    },
  };
}
