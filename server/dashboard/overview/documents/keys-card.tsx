import { BoardCard } from "../board-card.tsx";
import { Published } from "./published.tsx";
import type { SigningKey } from "./read-signing-keys.ts";
import type { PublishedDocument } from "./use-document.ts";

/** The public keys by which anybody can verify a token. */
export function KeysCard({ keys }: { keys: PublishedDocument<readonly SigningKey[]> }) {
  return (
    <BoardCard title="Signing keys" summary="What is published for verifying tokens; the private halves stay sealed.">
      <Published document={keys}>
        {(published) =>
          published.length === 0 ? (
            <p className="board-problem">No key is published, so no token can be verified.</p>
          ) : (
            <ul className="board-keys">
              {published.map(({ kid, algorithm, kind }) => (
                <li key={kid}>
                  <code>{kid}</code>
                  <span className="board-pill">{algorithm}</span>
                  <span>{kind}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Published>
    </BoardCard>
  );
}
