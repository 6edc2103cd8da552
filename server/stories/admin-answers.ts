/** Answers a request of the dashboard: `GET rules`, with what was sent. */
export type AdminAnswer = (body: unknown) => Response | Promise<Response>;

/** Stands in for the admin API by method and path; what it does not name is not found. */
export function answerAdmin(answers: Readonly<Record<string, AdminAnswer>>) {
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

/** An answer that is always the same. */
export const gives =
  (body: unknown, status = 200): AdminAnswer =>
  () =>
    Response.json(body, { status });

/** An answer that never comes. */
export const hangs: AdminAnswer = () => new Promise(() => {});

/** Nobody there. */
export const isGone: AdminAnswer = () => Promise.reject(new TypeError("Failed to fetch"));
