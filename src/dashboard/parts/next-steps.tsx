import { useId } from "react";
import { nextSteps } from "../next-steps.ts";
import { CopyBlock } from "../ui/copy-block.tsx";
import { BoardCard } from "./board-card.tsx";

/** The two ways to use the authority, with what to paste for each. */
export function NextSteps({ issuer }: { issuer: string }) {
  const id = useId();
  return (
    <section className="board-steps" aria-labelledby={id}>
      <div className="board-steps-head">
        <h2 id={id} className="board-steps-title">
          Next steps
        </h2>
        <p>
          Choose one of two approaches. Run the commands with the same <code>--data</code>, <code>--project</code> and{" "}
          <code>DATABASE_URL</code> as the authority. An embedded database folder belongs to one process at a time: stop
          the authority meanwhile. With PostgreSQL it keeps running and takes up changes by itself.
        </p>
      </div>
      {nextSteps(issuer).map(({ name, summary, snippets }) => (
        <BoardCard key={name} level={3} title={name} summary={summary}>
          {snippets.map(({ title, code }) => (
            <CopyBlock key={title} title={title} code={code} />
          ))}
        </BoardCard>
      ))}
    </section>
  );
}
