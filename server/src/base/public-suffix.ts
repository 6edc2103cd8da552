/** Suffixes of hosting services, below each of which anyone can have a page. */
const SHARED_HOSTS = [
  ..."github.io gitlab.io pages.dev workers.dev vercel.app now.sh netlify.app herokuapp.com onrender.com fly.dev".split(
    " ",
  ),
  ..."web.app firebaseapp.com appspot.com run.app azurewebsites.net azurestaticapps.net cloudfront.net".split(" "),
  ..."amazonaws.com amplifyapp.com ngrok.io ngrok.app ngrok-free.app ngrok-free.dev trycloudflare.com loca.lt".split(
    " ",
  ),
  ..."surge.sh glitch.me repl.co replit.app replit.dev codesandbox.io csb.app stackblitz.io webcontainer.io".split(" "),
  ..."lovable.app bolt.host deno.dev railway.app up.railway.app render.com bitbucket.io blogspot.com wixsite.com".split(
    " ",
  ),
];
const CATEGORY = /^(ac|co|com|edu|go|gob|gov|gouv|ltd|me|ne|net|or|org|plc|sch)\.[a-z]{2}$/;

/**
 * Returns whether anyone can register a name directly below this one: a top-level domain, a category of a country's, or a
 * hosting service. The list is not complete, so it serves for warnings alone.
 */
export function isPublicSuffix(host: string): boolean {
  return !host.includes(".") || CATEGORY.test(host) || SHARED_HOSTS.includes(host);
}

/** What to say of an allowed origin that lets anyone's pages call; null for others. */
export function findOriginWarning(origin: string): { message: string; remedy: string } | null {
  const host = /^https:\/\/\*\.([^:]+)/.exec(origin)?.[1];
  if (host === undefined || !isPublicSuffix(host)) return null;
  return {
    message: `${origin} allows pages of anyone who has a name below ${host}.`,
    remedy: `List the pages of your own, such as https://my-app.${host}.`,
  };
}

/** The warnings of several origins. */
export const warningsOfOrigins = (origins: readonly string[]) =>
  origins.flatMap((each) => findOriginWarning(each) ?? []);
