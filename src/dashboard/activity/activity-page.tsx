import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { ActivityAnswer, DecisionOutcome } from "../../authority/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { Answer, Empty } from "../ui/answer.tsx";
import { Field } from "../ui/field.tsx";
import { Moment } from "../ui/moment.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { DecisionTable } from "./decision-table.tsx";

const MinuteChart = lazy(() => import("./minute-chart.tsx").then((chart) => ({ default: chart.MinuteChart })));
const REFRESH_MS = 5_000;

/** How many tokens were issued and refused in the last hour, and why. */
export function ActivityPage() {
  const [outcome, setOutcome] = useState<DecisionOutcome | "">("");
  const activity = useQuery({
    queryKey: ["activity", outcome],
    queryFn: ({ signal }) =>
      request<ActivityAnswer>(outcome === "" ? "activity" : `activity?outcome=${outcome}`, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <PageSection
      title="Activity"
      summary={
        activity.data === undefined ? (
          "What was issued and refused, and why."
        ) : (
          <>
            What the process that answers here has decided since <Moment at={activity.data.since} />; the last{" "}
            {activity.data.capacity} decisions are kept. No user, workspace or address is recorded.
          </>
        )
      }
    >
      <Answer query={activity} what="decisions">
        {({ minutes, decisions }) => (
          <>
            <Suspense fallback={<div className="answer-waiting">Drawing …</div>}>
              <MinuteChart minutes={minutes} />
            </Suspense>
            <div className="activity-filter">
              <Field label="Outcome">
                {(control) => (
                  <select
                    {...control}
                    value={outcome}
                    onChange={(event) => setOutcome(event.target.value as DecisionOutcome | "")}
                  >
                    <option value="">All</option>
                    <option value="issued">Issued</option>
                    <option value="refused">Refused</option>
                    <option value="error">Errors</option>
                  </select>
                )}
              </Field>
            </div>
            {decisions.length === 0 ? (
              <Empty title="No decisions to show">
                <p>Each request for a workspace token will stand here, with the rule or key that let it in.</p>
              </Empty>
            ) : (
              <DecisionTable decisions={decisions} />
            )}
          </>
        )}
      </Answer>
    </PageSection>
  );
}
