import "./activity.css";
import { lazy, Suspense, useState } from "react";
import { useKeys } from "../keys/use-keys.ts";
import { useRules } from "../rules/use-rules.ts";
import { PageBoundary } from "../shell/page-boundary.tsx";
import { Moment } from "../ui/moment.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { Empty, QueryResult } from "../ui/query-result.tsx";
import { ActivityFilter, type DecisionFilter } from "./activity-filter.tsx";
import { DecisionTable } from "./decision-table.tsx";
import { useActivity } from "./use-activity.ts";

const MinuteChart = lazy(() => import("./minute-chart.tsx").then((chart) => ({ default: chart.MinuteChart })));
const NO_FILTER: DecisionFilter = { outcome: "", route: "", by: "" };

/**
 * Shows how many tokens the server issued in the last hour, and how many token requests were refused or failed. Also
 * shows the latest decisions with their reasons.
 */
export function ActivityPage() {
  const [filter, setFilter] = useState(NO_FILTER);
  const isFiltered = Object.values(filter).some((value) => value !== "");
  const activity = useActivity(filter);
  // Keys and rules provide only display names. Until they are loaded, the table shows ids.
  const keys = useKeys().data?.pages.flatMap((page) => page.keys) ?? [];
  const rules = useRules().data?.pages.flatMap((page) => page.rules) ?? [];
  return (
    <PageSection
      title="Activity"
      summary={
        activity.data === undefined ? (
          "Tokens issued and refused, with the reason."
        ) : (
          <>
            Decisions of this server process since <Moment at={activity.data.since} />. It keeps the last{" "}
            {activity.data.capacity} decisions and records no user, workspace or address.
          </>
        )
      }
    >
      <QueryResult query={activity} what="decisions">
        {({ minutes, decisions }) => (
          <>
            <PageBoundary>
              <Suspense fallback={<div className="card activity-drawing">Loading chart…</div>}>
                <MinuteChart minutes={minutes} />
              </Suspense>
            </PageBoundary>
            <ActivityFilter filter={filter} keys={keys} rules={rules} onChange={setFilter} />
            {decisions.length === 0 ? (
              <Empty title={isFiltered ? "No matching decisions" : "No decisions yet"}>
                <p>Each request for a workspace token appears here, with the rule or key that matched.</p>
              </Empty>
            ) : (
              <DecisionTable decisions={decisions} keys={keys} />
            )}
          </>
        )}
      </QueryResult>
    </PageSection>
  );
}
