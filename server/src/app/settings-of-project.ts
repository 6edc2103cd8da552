import type { AuthoritySettings } from "../config/authority-settings.ts";

/** Below which path a server answers for a project that is not its own. */
export const projectPath = (id: string): string => `/projects/${id}`;

/** A server's settings for one of its projects; only its own project has the dashboard. */
export function settingsOfProject(settings: AuthoritySettings, id: string): AuthoritySettings {
  if (id === settings.projectId) return settings;
  return { ...settings, projectId: id, issuer: `${settings.issuer}${projectPath(id)}`, admin: false };
}
