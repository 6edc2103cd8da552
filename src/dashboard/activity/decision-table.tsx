import "./activity.css";
import type { DecidedBy, Decision } from "../../authority/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";

const TONES = { issued: "good", refused: "warn", error: "bad" } as const;
const ROUTES = {
  mint: "API key",
  exchange: "ID token",
  anonymous: "new visitor",
  refresh: "visitor",
  threads: "ID token, by header",
} as const;

/** Decisions, newest first. */
export function DecisionTable({ decisions }: { decisions: readonly Decision[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls a wide table by keys
    <section className="table-frame" aria-label="Decisions" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Outcome</th>
            <th scope="col">Asked by</th>
            <th scope="col">Let in by</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {decisions.map((decision) => (
            <tr key={decision.id}>
              <td>
                <Moment at={decision.at} />
              </td>
              <td>
                <span className="pill" data-tone={TONES[decision.outcome]}>
                  {decision.outcome} · {decision.status}
                </span>
              </td>
              <td>{ROUTES[decision.route]}</td>
              <td>{nameOf(decision.by)}</td>
              <td>{decision.reason ?? "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function nameOf(by: DecidedBy | null) {
  if (by === null) return "—";
  return by.kind === "rule" ? by.name : <code>{by.id}</code>;
}
