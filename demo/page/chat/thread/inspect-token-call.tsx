import type { ToolCallMessagePartProps } from "@assistant-ui/react";
import { LoaderCircle, Wrench } from "lucide-react";
import type { WorkspaceClaims } from "../../model/workspace-claims.ts";
import { useNow } from "../../panel/record/use-now.ts";

const clock = (seconds: number) => new Date(seconds * 1000).toLocaleTimeString([], { hour12: false });

/** Renders a call to the tool that reads the token's claims. When the call has ended, also renders the claims. */
export function InspectTokenCall({ toolName, result }: ToolCallMessagePartProps<{ part: string }, WorkspaceClaims>) {
  return (
    <section className="tool-call" aria-label={`Tool ${toolName}`}>
      <header>
        {result === undefined ? (
          <LoaderCircle size={15} aria-hidden="true" className="spin" />
        ) : (
          <Wrench size={15} aria-hidden="true" />
        )}
        <code>{toolName}</code>
        <span className="tool-state">{result === undefined ? "running" : "done"}</span>
      </header>
      {result && <Claims claims={result} />}
    </section>
  );
}

function Claims({ claims }: { claims: WorkspaceClaims }) {
  return (
    <table>
      <tbody>
        <Row name="User">{claims.userId}</Row>
        <Row name="Workspace">{claims.workspaceId}</Row>
        <Row name="Project">{claims.projectId}</Row>
        <Row name="Issued">{clock(claims.issuedAt)}</Row>
        <Row name="Expires">
          {clock(claims.expiresAt)}, <TimeLeft until={claims.expiresAt} />
        </Row>
      </tbody>
    </table>
  );
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}

function TimeLeft({ until }: { until: number }) {
  const seconds = Math.ceil(until - useNow(1_000) / 1000);
  return seconds > 0 ? `in ${seconds} s` : "renewed since";
}
