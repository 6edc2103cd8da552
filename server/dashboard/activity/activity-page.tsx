import "./activity.css";
import { lazy, Suspense, useState } from "react";
import { useKeys } from "../keys/use-keys.ts";
import { useRules } from "../rules/use-rules.ts";
import { PageBoundary } from "../shell/page-boundary.tsx";
import { Answer, Empty } from "../ui/answer.tsx";
import { Moment } from "../ui/moment.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { ActivityFilter, type DecisionFilter } from "./activity-filter.tsx";
import { DecisionTable } from "./decision-table.tsx";
import { useActivity } from "./use-activity.ts";

const MinuteChart = lazy(() => import("./minute-chart.tsx").then((chart) => ({ default: chart.MinuteChart })));
const EVERYTHING: DecisionFilter = { outcome: "", route: "", by: "" };

/** How many tokens were issued and refused in the last hour, and why. */
export function ActivityPage() {
  const [filter, setFilter] = useState(EVERYTHING);
  const activity = useActivity(filter);
  // For their names alone: without them the page is as good, but for an id in place of each.
  const keys = useKeys().data?.pages.flatMap((page) => page.keys) ?? [];
  const rules = useRules().data?.pages.flatMap((page) => page.rules) ?? [];
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
            <PageBoundary>
              <Suspense fallback={<div className="card activity-drawing">Drawing …</div>}>
                <MinuteChart minutes={minutes} />
              </Suspense>
            </PageBoundary>
            <ActivityFilter filter={filter} keys={keys} rules={rules} onChange={setFilter} />
            {decisions.length === 0 ? (
              <Empty title={filter === EVERYTHING ? "No decision yet" : "No decision like that"}>
                <p>Each request for a workspace token will stand here, with the rule or key that let it in.</p>
              </Empty>
            ) : (
              <DecisionTable decisions={decisions} keys={keys} />
            )}
          </>
        )}
      </Answer>
    </PageSection>
  );
}
