/** Returns the response to a request from the dashboard. `body` is the parsed body; null if the request has no body. */
export type AdminResponder = (body: unknown) => Response | Promise<Response>;

/**
 * Returns a `beforeEach` function that replaces `fetch` for the admin API. A key of `answers` is a method and a path,
 * for example `GET rules`. The path does not include `/admin/api/`. A request that matches no key receives the status
 * 404.
 */
export function answerAdmin(answers: Readonly<Record<string, AdminResponder>>) {
  return () => {
    const real = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const [, path] = /\/admin\/api\/(.*)$/.exec(url) ?? [];
      if (path === undefined) return real(input, init);
      const answer = answers[`${init?.method ?? "GET"} ${path}`];
      const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
      return answer?.(body) ?? Response.json({ error: "Not Found", code: "not_found" }, { status: 404 });
    };
    return () => {
      globalThis.fetch = real;
    };
  };
}

export const respondsWith =
  (body: unknown, status = 200): AdminResponder =>
  () =>
    Response.json(body, { status });

export const neverResponds: AdminResponder = () => new Promise(() => {});

export const failsToConnect: AdminResponder = () => Promise.reject(new TypeError("Failed to fetch"));
