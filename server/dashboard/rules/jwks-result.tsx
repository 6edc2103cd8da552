import type { UseQueryResult } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import type { JwksReport } from "../../src/admin/admin-api.ts";
import { Failure } from "../ui/answer.tsx";
import { Button } from "../ui/button.tsx";

interface JwksResultProps {
  check: UseQueryResult<JwksReport>;
  /** What stands before the reason of a failure. Default: nothing. */
  failure?: string;
}

/** Whether the provider's keys can be had right now, and what they are for. */
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
          <p>Fetching the keys …</p>
        ) : report.ok ? (
          <Keys report={report} />
        ) : (
          <>
            <p>
              {failure !== undefined && <strong>{failure} </strong>}
              <strong>{report.problem?.message}</strong> {report.problem?.remedy}
            </p>
            <p className="jwks-note">Until the keys can be fetched, no token of this provider is accepted.</p>
          </>
        )}
      </div>
      {report !== undefined && <Button onClick={() => void check.refetch()}>Check again</Button>}
    </div>
  );
}

function Keys({ report: { keys, tookMs, leftOut } }: { report: JwksReport }) {
  return (
    <>
      <p>
        <strong>
          Reachable: {keys.length} {keys.length === 1 ? "key" : "keys"}
        </strong>{" "}
        in {tookMs} ms{leftOut > 0 ? `; ${leftOut} that cannot verify a token left out` : ""}.
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
