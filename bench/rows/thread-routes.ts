import { startPostgres } from "../../test/support/start-postgres.ts";
import { contend, middle, ratioOf } from "../http/contend.ts";
import type { Target } from "../http/load.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import type { Measure, Row } from "../row.ts";

const GOAL = 0.8;

/** Each route of threads with a workspace token, beside a bare route that sends the same statement to the same PostgreSQL. */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const own = await startServer("cloud", postgres.url);
  const { thread = "", message = "", lease = "", content = "" } = own.facts;
  const bare = await startServer("bare-cloud", postgres.url, thread, message, lease, content);
  try {
    const rows: Row[] = [];
    for (const [what, request] of Object.entries(requests(own))) {
      const races = await contend({ own: { server: own, ...request }, bare: { server: bare, ...request } });
      const ratio = ratioOf(races.own, races.bare, "perSecond");
      rows.push({
        what,
        figure: `${middle(races.own, "perSecond").toFixed(0)}/s`,
        against: `bare route, same statement ${middle(races.bare, "perSecond").toFixed(0)}/s`,
        ratio,
        goal: `>= ${GOAL} x`,
        met: ratio >= GOAL,
      });
    }
    return rows;
  } finally {
    await bare.stop();
    await own.stop();
    await postgres.remove();
  }
};

function requests({ facts }: BenchServer): Record<string, Omit<Target, "server">> {
  const headers = { authorization: `Bearer ${facts["token"]}`, "content-type": "application/json" };
  const path = `/v1/threads/${facts["thread"]}`;
  const content = JSON.parse(facts["content"] ?? "{}") as object;
  const message = JSON.stringify({ parent_id: null, format: "aui/v0", content });
  return {
    "GET thread": { method: "GET", path, headers },
    "GET messages, 20": { method: "GET", path: `${path}/messages?format=aui/v0`, headers },
    "GET threads": { method: "GET", path: "/v1/threads", headers },
    "POST heartbeat": { path: `${path}/runs/${facts["lease"]}/heartbeat`, headers },
    "PUT message": {
      method: "PUT",
      path: `${path}/messages/${facts["message"]}`,
      headers,
      body: JSON.stringify({ content }),
    },
    "POST thread": {
      path: "/v1/threads",
      headers,
      body: JSON.stringify({ last_message_at: "2026-01-01T00:00:00.000Z" }),
    },
    "POST message": { path: `${path}/messages`, headers, body: message },
  };
}
