import { OverviewCard } from "../overview-card.tsx";
import { Published } from "./published.tsx";
import type { Discovery } from "./read-discovery.ts";
import type { PublishedDocument } from "./use-document.ts";

interface IdentityCardProps {
  authorityUrl: string;
  discovery: PublishedDocument<Discovery>;
}

/**
 * Shows the authority's issuer and the URLs of its published documents. Also shows a notice if the page was opened at a
 * URL that differs from the issuer.
 */
export function IdentityCard({ authorityUrl, discovery }: IdentityCardProps) {
  const discoveryUrl = new URL(".well-known/openid-configuration", authorityUrl).href;
  return (
    <OverviewCard
      title="Issuer"
      summary={
        <>
          The base URL for apps and backends, and the <code>iss</code> of every token.
        </>
      }
    >
      <Published document={discovery}>
        {({ issuer, jwksUrl }) => (
          <>
            <dl className="overview-facts">
              <dt>Issuer</dt>
              <dd>{issuer}</dd>
              <dt>Discovery document</dt>
              <dd>
                <a href={discoveryUrl}>{discoveryUrl}</a>
              </dd>
              <dt>Signing keys</dt>
              <dd>{isWebUrl(jwksUrl) ? <a href={jwksUrl}>{jwksUrl}</a> : jwksUrl}</dd>
            </dl>
            {`${issuer.replace(/\/$/, "")}/` !== authorityUrl && (
              <p className="overview-notice">
                This page was opened at <code>{authorityUrl}</code>. Apps use the issuer’s URL, so make sure that they
                can reach it.
              </p>
            )}
          </>
        )}
      </Published>
    </OverviewCard>
  );
}

const isWebUrl = (text: string) => /^https?:\/\//.test(text);
