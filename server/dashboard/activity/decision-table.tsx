import type { DecidedBy, Decision, KeyJson } from "../../src/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";
import { StatusPill } from "../ui/status-pill.tsx";
import { ROUTE_NAMES } from "./route-names.ts";

const TONES = { issued: "good", refused: "warn", error: "bad" } as const;
interface DecisionTableProps {
  decisions: readonly Decision[];
  /** The API keys. The table shows their names, because a decision contains only the id of a key. */
  keys: readonly KeyJson[];
}

/** Shows a table of the server's decisions on tokens, in the given order. */
export function DecisionTable({ decisions, keys }: DecisionTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of decisions" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Outcome</th>
            <th scope="col">Credential</th>
            <th scope="col">Matched rule or key</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {decisions.map((decision) => (
            <tr key={decision.id}>
              <td data-label="When">
                <Moment at={decision.at} to="second" />
              </td>
              <td data-label="Outcome">
                <StatusPill tone={TONES[decision.outcome]}>
                  {decision.outcome} · {decision.status}
                </StatusPill>
              </td>
              <td data-label="Credential">{ROUTE_NAMES[decision.route]}</td>
              <td data-label="Matched rule or key">{nameOf(decision.by, keys)}</td>
              <td data-label="Reason">{decision.reason ?? "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function nameOf(by: DecidedBy | null, keys: readonly KeyJson[]) {
  if (by === null) return "—";
  if (by.kind === "rule") return by.name;
  const key = keys.find(({ id }) => id === by.id);
  if (key === undefined) return <code>{by.id}</code>;
  return (
    <>
      {key.name} <code>…{key.suffix}</code>
    </>
  );
}
