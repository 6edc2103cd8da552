/** The domains of hosting services on which anyone can publish a page. */
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
 * Returns whether anyone can register a name directly below a domain. Such domains are top-level domains, hosting
 * services, and country categories such as `co.uk`. The lists in this file are incomplete, so use the result only for
 * warnings.
 */
export function isPublicSuffix(host: string): boolean {
  return !host.includes(".") || CATEGORY.test(host) || SHARED_HOSTS.includes(host);
}

/**
 * Returns a warning if an allowed origin also allows pages of unknown owners, as `https://*.github.io` does. Otherwise
 * returns null.
 */
export function findOriginWarning(origin: string): { message: string; remedy: string } | null {
  const host = /^https:\/\/\*\.([^:]+?)\.?(?::|$)/.exec(origin)?.[1];
  if (host === undefined || !isPublicSuffix(host)) return null;
  return {
    message: `${origin} allows every site below ${host}, also those of other owners.`,
    remedy: `List only your own pages, such as https://my-app.${host}.`,
  };
}

/** Returns one warning for each allowed origin that also allows pages of unknown owners. */
export const findOriginWarnings = (origins: readonly string[]) =>
  origins.flatMap((each) => findOriginWarning(each) ?? []);
