import type { AuthoritySettings } from "../config/authority-settings.ts";

/** Returns the base path of a project other than the root project. */
export const projectPath = (id: string): string => `/projects/${id}`;

/** Returns the settings of one project on a server. Only the root project has the dashboard. */
export function settingsOfProject(settings: AuthoritySettings, id: string): AuthoritySettings {
  if (id === settings.projectId) return settings;
  return { ...settings, projectId: id, issuer: `${settings.issuer}${projectPath(id)}`, admin: false };
}
