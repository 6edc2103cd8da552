/** Returns a text that only conversations of one workspace contain. */
export const markerOf = (workspaceId: string): string => `~${workspaceId}~`;

/** Returns the workspaces whose markers a text contains. */
export const workspacesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/~([\w:-]+)~/g)].map(([, id = ""]) => id)),
];
