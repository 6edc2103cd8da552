/** A `fetch` that stores cookies and sends each cookie back to the origin that set it. */
export interface CookieFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Returns the `Cookie` header for a URL; an empty string if there are no cookies. */
  cookieFor(url: string): string;
  clear(): void;
}

/**
 * Creates a {@link CookieFetch} that has no cookies yet.
 * @param origin the value of the `Origin` header for every method except GET. Default: no header
 */
export function createCookieFetch(origin?: string): CookieFetch {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { origin: owner } = new URL(url);
    const jar = jars.get(owner) ?? new Map<string, string>();
    jars.set(owner, jar);
    return jar;
  };
  const cookieFor = (url: string) => [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    cookieFor,
    clear: () => jars.clear(),
    async fetch(input, init) {
      const request = new Request(input, init);
      const headers = new Headers(request.headers);
      const cookie = cookieFor(request.url);
      if (cookie !== "") headers.set("Cookie", cookie);
      if (origin !== undefined && request.method !== "GET") headers.set("Origin", origin);
      const body = request.method === "GET" || request.method === "HEAD" ? null : await request.text();
      const { method, redirect } = request;
      const response = await globalThis.fetch(request.url, { method, headers, body, redirect });
      for (const line of response.headers.getSetCookie()) keep(jarOf(request.url), line);
      return response;
    },
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const split = pair.indexOf("=");
  const name = pair.slice(0, split).trim();
  const isGone = attributes.some((each) => /^\s*(max-age=0|expires=thu, 01 jan 1970.*)$/i.test(each));
  if (isGone || split === pair.length - 1) jar.delete(name);
  else jar.set(name, pair.slice(split + 1));
}
