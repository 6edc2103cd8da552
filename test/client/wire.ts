export interface SentRequest {
  method: string;
  url: string;
  authorization: string | null;
  body: string;
}

type Answer = Response | Error | ((request: Request) => Response | Promise<Response>);

/**
 * Creates a `fetch` that records the requests. `answers` maps keys such as `GET /v1/threads` to responses. An array
 * contains the responses to successive requests. A request without an answer gets status 404.
 */
export function createWire(answers: Record<string, Answer | Answer[]>) {
  const sent: SentRequest[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    sent.push({
      method: request.method,
      url: pathname + search,
      authorization: request.headers.get("Authorization"),
      body: await request.clone().text(),
    });
    const listed = answers[`${request.method} ${pathname}`];
    const answer = Array.isArray(listed) ? listed.shift() : listed;
    if (answer === undefined) return Response.json({ error: "Not Found" }, { status: 404 });
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer.clone() : answer(request);
  };
  return { fetch, sent, answers, paths: () => sent.map(({ method, url }) => `${method} ${url}`) };
}
