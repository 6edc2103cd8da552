import type { AuthoritySettings } from "../config/authority-settings.ts";

/** Returns the path prefix of the URLs of any project except the root project. The root project has no prefix. */
export const projectPath = (id: string): string => `/projects/${id}`;

/**
 * Returns the settings of one of the server's projects. Only the root project, whose id is the option `projectId`, has
 * the dashboard.
 */
export function settingsOfProject(settings: AuthoritySettings, id: string): AuthoritySettings {
  if (id === settings.projectId) return settings;
  return { ...settings, projectId: id, issuer: `${settings.issuer}${projectPath(id)}`, admin: false };
}
