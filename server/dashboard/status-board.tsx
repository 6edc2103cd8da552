import "./status-board.css";
import { readDiscovery } from "./documents/read-discovery.ts";
import { readSigningKeys } from "./documents/read-signing-keys.ts";
import { useDocument } from "./documents/use-document.ts";
import { useHealth } from "./health/use-health.ts";
import { HealthPanel } from "./parts/health-panel.tsx";
import { IdentityCard } from "./parts/identity-card.tsx";
import { KeysCard } from "./parts/keys-card.tsx";
import { NextSteps } from "./parts/next-steps.tsx";

interface StatusBoardProps {
  /** Where the authority answers, with a slash at the end. */
  authorityUrl: string;
}

/** Whether the authority is up, what it publishes, and what to do next. */
export function StatusBoard({ authorityUrl }: StatusBoardProps) {
  const { history, isChecking, checkNow } = useHealth(authorityUrl);
  const upSince = history?.last.problem === null ? history.since : null;
  const discovery = useDocument(authorityUrl, ".well-known/openid-configuration", readDiscovery, upSince);
  const keys = useDocument(authorityUrl, ".well-known/jwks.json", readSigningKeys, upSince);
  const issuer = discovery.status === "ready" ? discovery.value.issuer : authorityUrl.replace(/\/$/, "");
  return (
    <div className="board">
      <div className="board-grid">
        <HealthPanel history={history} isChecking={isChecking} onCheck={checkNow} />
        <IdentityCard authorityUrl={authorityUrl} discovery={discovery} />
        <KeysCard keys={keys} />
        <NextSteps issuer={issuer} />
      </div>
    </div>
  );
}
