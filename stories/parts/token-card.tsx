import type { WorkspaceToken } from "assistant-cloud-auth";
import { Facts } from "./facts.tsx";
import { Prose } from "./prose.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { tokenNumber } from "./token-number.ts";

const clockTime = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });

interface TokenCardProps {
  result: WorkspaceToken;
}

/** Renders the result of `useWorkspaceToken()`, without the token itself. */
export function TokenCard({ result }: TokenCardProps) {
  const { status, token, userId, workspaceId, expiresAt, isRefreshing, refreshError, error } = result;
  return (
    <section className="card" aria-label="Workspace token">
      <div className="card-head">
        <h2>Workspace token</h2>
        <StatusBadge status={status} isRefreshing={isRefreshing} />
      </div>
      <Facts
        of={{
          User: userId,
          Workspace: workspaceId,
          Expires: expiresAt && <time dateTime={expiresAt.toISOString()}>{clockTime.format(expiresAt)} UTC</time>,
          Token: token && <code data-testid="token">number {tokenNumber(token)}</code>,
        }}
      />
      {refreshError !== null && (
        <p className="note note-lead" role="note">
          The last refresh failed (<code>{refreshError.code}</code>); the token is usable.{" "}
          <Prose text={refreshError.remedy} />
        </p>
      )}
      {error !== null && (
        <p className="note note-stale" role="note">
          <code>{error.code}</code> {error.message}
        </p>
      )}
      <div className="card-foot">
        <button type="button" className="button" onClick={() => void result.refresh()} disabled={isRefreshing}>
          Refresh now
        </button>
      </div>
    </section>
  );
}
