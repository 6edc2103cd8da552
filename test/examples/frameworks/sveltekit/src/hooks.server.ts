import type { Handle } from "@sveltejs/kit";

/** Placeholder for the app's own sessions. */
export const handle: Handle = ({ event, resolve }) => {
  const cookie = /^(\w+)\.(\w+)$/.exec(event.cookies.get("session") ?? "");
  event.locals.user = cookie?.[1] && cookie[2] ? { orgId: cookie[1], id: cookie[2] } : null;
  return resolve(event);
};
