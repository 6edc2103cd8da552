import { useRecordedCalls } from "../record/use-call-record.ts";

const SHOWN = 60;

const clock = (time: number) => new Date(time).toLocaleTimeString([], { hourCycle: "h23" });

const tone = (outcome: number | string) => (outcome === 200 ? "good" : "bad");

export function CallLog({ apiRoute }: { apiRoute: string }) {
  const calls = useRecordedCalls();
  if (calls.length === 0) {
    return (
      <p className="log-empty">
        No calls yet. <code>GET {apiRoute}</code> is guarded: it verifies the token’s signature with the authority’s
        published keys.
      </p>
    );
  }
  return (
    <table aria-label="API calls">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Status</th>
          <th scope="col">Workspace in the token</th>
          <th scope="col" className="number">
            Duration
          </th>
        </tr>
      </thead>
      <tbody>
        {calls
          .slice(-SHOWN)
          .toReversed()
          .map(({ id, time, outcome, workspaceId, duration }) => (
            <tr key={id}>
              <td>{clock(time)}</td>
              <td>
                <span className={`pill ${tone(outcome)}`}>{outcome}</span>
              </td>
              <td>{workspaceId ?? "—"}</td>
              <td className="number">{duration} ms</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
