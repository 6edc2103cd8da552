import { OverviewCard } from "../overview-card.tsx";
import { Published } from "./published.tsx";
import type { SigningKey } from "./read-signing-keys.ts";
import type { PublishedDocument } from "./use-document.ts";

/** Shows the public keys from the authority's JWKS. Verifiers check workspace tokens with these keys. */
export function KeysCard({ keys }: { keys: PublishedDocument<readonly SigningKey[]> }) {
  return (
    <OverviewCard
      title="Signing keys"
      summary="Public keys for verifying tokens. The private keys are stored encrypted."
    >
      <Published document={keys}>
        {(published) =>
          published.length === 0 ? (
            <p className="overview-problem">No keys are published, so tokens cannot be verified.</p>
          ) : (
            <ul className="overview-keys">
              {published.map(({ kid, algorithm, kind }) => (
                <li key={kid}>
                  <code>{kid}</code>
                  <span className="overview-pill">{algorithm}</span>
                  <span>{kind}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Published>
    </OverviewCard>
  );
}
