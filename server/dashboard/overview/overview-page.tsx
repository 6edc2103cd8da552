import "./overview.css";
import { IdentityCard } from "./documents/identity-card.tsx";
import { KeysCard } from "./documents/keys-card.tsx";
import { readDiscovery } from "./documents/read-discovery.ts";
import { readSigningKeys } from "./documents/read-signing-keys.ts";
import { useDocument } from "./documents/use-document.ts";
import { HealthPanel } from "./health/health-panel.tsx";
import { useHealth } from "./health/use-health.ts";
import { NextSteps } from "./next-steps/next-steps.tsx";

interface OverviewPageProps {
  /** The authority's URL, with a trailing slash. */
  authorityUrl: string;
}

/** Shows the authority's health, its published documents, and the next steps. */
export function OverviewPage({ authorityUrl }: OverviewPageProps) {
  const { history, isChecking, checkNow } = useHealth(authorityUrl);
  const upSince = history?.last.problem === null ? history.since : null;
  const discovery = useDocument(authorityUrl, ".well-known/openid-configuration", readDiscovery, upSince);
  const keys = useDocument(authorityUrl, ".well-known/jwks.json", readSigningKeys, upSince);
  const issuer = discovery.status === "ready" ? discovery.value.issuer : authorityUrl.replace(/\/$/, "");
  return (
    <div className="overview">
      <div className="overview-grid">
        <HealthPanel history={history} isChecking={isChecking} onCheck={checkNow} />
        <IdentityCard authorityUrl={authorityUrl} discovery={discovery} />
        <KeysCard keys={keys} />
        <NextSteps issuer={issuer} />
      </div>
    </div>
  );
}
