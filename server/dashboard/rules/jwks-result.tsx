import type { UseQueryResult } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import type { JwksReport } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/query-result.tsx";

interface JwksResultProps {
  check: UseQueryResult<JwksReport>;
  /** The text before the reason of a failed check. Default: none. */
  failure?: string;
}

/** Shows whether the authority can fetch the provider's keys, and which algorithms the keys support. */
export function JwksResult({ check, failure }: JwksResultProps) {
  if (check.error !== null) {
    return <Failure error={check.error} isRetrying={check.isFetching} onRetry={() => void check.refetch()} />;
  }
  const report = check.isFetching ? undefined : check.data;
  const state = report === undefined ? "waiting" : report.ok ? "ok" : "failed";
  const Icon = { waiting: LoaderCircle, ok: CircleCheck, failed: CircleAlert }[state];
  return (
    <div className="jwks-result" data-state={state}>
      <Icon size={18} aria-hidden />
      <div role="status">
        {report === undefined ? (
          <p>Fetching keys…</p>
        ) : report.ok ? (
          <Keys report={report} />
        ) : (
          <>
            <p>
              {failure !== undefined && <strong>{failure} </strong>}
              <strong>{report.problem?.message}</strong> {report.problem?.remedy}
            </p>
            <p className="jwks-note">The authority accepts no token from this provider until it can fetch the keys.</p>
          </>
        )}
      </div>
      {report !== undefined && <Button onClick={() => void check.refetch()}>Check again</Button>}
    </div>
  );
}

function Keys({ report: { keys, tookMs, unusableKeys } }: { report: JwksReport }) {
  return (
    <>
      <p>
        <strong>
          Reachable: {keys.length} {keys.length === 1 ? "key" : "keys"}
        </strong>{" "}
        in {tookMs} ms{unusableKeys > 0 ? `; skipped ${unusableKeys} that cannot verify tokens` : ""}.
      </p>
      <ul>
        {keys.map(({ kid, algorithms }) => (
          <li key={kid}>
            <code>{kid}</code> {algorithms.join(", ")}
          </li>
        ))}
      </ul>
    </>
  );
}
