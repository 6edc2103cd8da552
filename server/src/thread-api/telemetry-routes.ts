import type { Hono } from "hono";
import { Refusal } from "../base/refusal.ts";
import { countEvents } from "../threads/telemetry/count-events.ts";
import { eventsBody } from "../threads/telemetry/event-bodies.ts";
import { runReportBody } from "../threads/telemetry/run-report-body.ts";
import { createRunReportStore } from "../threads/telemetry/run-report-store.ts";
import { feedbackBody, scoreBody } from "../threads/telemetry/score-bodies.ts";
import { createScoreStore } from "../threads/telemetry/score-store.ts";
import type { ThreadApiDependencies } from "./thread-api-dependencies.ts";
import { createThreadHandler, pathPart, readJsonBody, unwrap } from "./thread-request.ts";

/** Adds the routes of feedback, scores, run reports and events. */
export function addTelemetryRoutes(app: Hono, dependencies: ThreadApiDependencies): void {
  const { authenticate, run, now, limitEvents, onEvents } = dependencies;
  const handle = createThreadHandler(authenticate);

  app.post(
    "/v1/threads/:thread/messages/:message/feedback",
    handle(async (c, scope) => {
      const feedback = await readJsonBody(c, feedbackBody);
      const scores = createScoreStore(run, scope, now);
      const rated = unwrap(await scores.rate(pathPart(c, "thread"), pathPart(c, "message"), feedback));
      return { body: { feedback_id: rated.feedbackId, type: feedback.type, comment: rated.comment } };
    }),
  );
  app.post(
    "/v1/scores",
    handle(async (c, scope) => {
      const score = await readJsonBody(c, scoreBody);
      const { scoreId } = unwrap(await createScoreStore(run, scope, now).create(score));
      const { name, dataType, value, stringValue } = score;
      return { body: { score_id: scoreId, name, data_type: dataType, value, string_value: stringValue }, status: 201 };
    }),
  );
  app.post(
    "/v1/runs",
    handle(async (c, scope) => {
      const report = await readJsonBody(c, runReportBody);
      const stored = await createRunReportStore(run, scope, now).store(report);
      if (stored.fault === "message_not_found") throw new Refusal("message_of_other_thread");
      const { runId } = unwrap(stored);
      return { body: { run_id: runId }, status: 201 };
    }),
  );
  app.post(
    "/v1/events",
    handle(async (c, scope) => {
      const events = await readJsonBody(c, eventsBody);
      await limitEvents(scope, events.length);
      const { accepted, kinds } = await countEvents(run, scope, events);
      onEvents(kinds);
      return { body: { accepted }, status: 202 };
    }),
  );
}
