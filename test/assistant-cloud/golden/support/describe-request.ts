/** Returns the path of a URL without `/v1`. Replaces each id with its kind, such as `THREAD`. */
export function describePath(url: string): string {
  return new URL(url).pathname
    .replace(/^\/v1/, "")
    .replace(/^\/files\/(?!attachments\/generate).*/, "/files/FILE")
    .replace(IDS, (_, kind: string) => kind.toUpperCase());
}

/**
 * Describes a request and the status of its response in one line, without ids, times and random values. Reads the
 * request's body from `copy`.
 */
export async function describeRequest(request: Request, copy: Request | null, status: number): Promise<string> {
  const { search } = new URL(request.url);
  const path = describePath(request.url);
  const isFile = !request.headers.get("Content-Type")?.includes("json");
  const text = copy === null || isFile ? "" : await copy.text();
  const query = isFile && request.method === "PUT" ? "" : search.replace(IDS, (_, kind: string) => kind.toUpperCase());
  const body = text === "" ? "" : ` ${describeBody(JSON.parse(text) as Body, path)}`;
  return `${request.method} ${path}${query} ${status}${body}`;
}

const IDS = /\b(thread|msg|run|lease)_0[\w-]{20,}/g;

type Body = Readonly<Record<string, unknown>>;

/**
 * Returns the sorted names of a body's fields. A name is followed by the field's value if every test run has the same
 * value.
 */
function describeBody(body: Body, path: string): string {
  // Omit all other fields of a run report, because they differ between client versions.
  if (path === "/runs") return `{status: ${String(body["status"])}}`;
  if (path === "/runs/stream") return `{assistant_id: ${String(body["assistant_id"])}}`;
  const fields = Object.entries(body).map(([name, value]) => `${name}${describeValue(name, value)}`);
  return `{${fields.sort().join(", ")}}`;
}

function describeValue(name: string, value: unknown): string {
  if (name === "content") return describeContent(value as Body);
  if (name === "parent_id") return value === null ? ": null" : "";
  if (["format", "open_run", "reason", "title", "is_archived", "type", "filename"].includes(name))
    return `: ${String(value)}`;
  return "";
}

function describeContent(content: Body): string {
  const parts = (content["content"] ?? content["parts"]) as readonly Body[];
  const texts = parts.map(({ type, text }) => (type === "text" ? String(text) : `<${String(type)}>`));
  const status = content["status"] as Body | undefined;
  const metadata = (content["metadata"] ?? {}) as Body;
  const words = [String(content["role"]), ...texts.map((text) => `“${text}”`)];
  if (status !== undefined) words.push([status["type"], status["reason"]].filter(Boolean).join("/"));
  if (metadata["submittedFeedback"] !== undefined) words.push("with feedback");
  if (Array.isArray(content["attachments"]) && content["attachments"].length > 0) words.push("with attachment");
  return `: ${words.join(" ")}`;
}
