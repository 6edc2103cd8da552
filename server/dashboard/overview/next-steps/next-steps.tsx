import { ArrowRight } from "lucide-react";
import { useId } from "react";
import { CopyBlock } from "../../ui/copy-block.tsx";
import { BoardCard } from "../board-card.tsx";
import { listApproaches } from "./list-approaches.ts";

/** Shows the two ways to integrate an app with the authority, with links and code for each. */
export function NextSteps({ issuer }: { issuer: string }) {
  const id = useId();
  return (
    <section className="board-steps" aria-labelledby={id}>
      <div className="board-steps-head">
        <h2 id={id} className="board-steps-title">
          Next steps
        </h2>
        <p>Two approaches. An app can switch between them at any time.</p>
      </div>
      {listApproaches(issuer).map(({ name, summary, steps }) => (
        <BoardCard key={name} level={3} title={name} summary={summary}>
          {steps.map((step) =>
            "page" in step ? (
              <a key={step.title} className="board-page-step" href={`#/${step.page}`}>
                <span>
                  <strong>{step.title}</strong>
                  <span>{step.summary}</span>
                </span>
                <ArrowRight size={16} aria-hidden />
              </a>
            ) : (
              <CopyBlock key={step.title} title={step.title} code={step.code} />
            ),
          )}
        </BoardCard>
      ))}
    </section>
  );
}
