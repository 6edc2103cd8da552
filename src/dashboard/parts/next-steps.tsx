import { nextSteps } from "../next-steps.ts";
import { BoardCard } from "./board-card.tsx";
import { CopyBlock } from "./copy-block.tsx";

/** The two ways to use the authority, with what to paste for each. */
export function NextSteps({ issuer }: { issuer: string }) {
  return (
    <div className="board-steps">
      {nextSteps(issuer).map(({ name, summary, snippets }) => (
        <BoardCard key={name} title={name} summary={summary}>
          {snippets.map(({ title, code }) => (
            <CopyBlock key={title} title={title} code={code} />
          ))}
        </BoardCard>
      ))}
      <p className="board-notice">
        Run the commands with the same <code>--data</code>, <code>--project</code> and <code>DATABASE_URL</code> as the
        authority. An embedded database folder belongs to one process at a time: stop the authority meanwhile. With
        PostgreSQL it keeps running and takes up changes by itself.
      </p>
    </div>
  );
}
