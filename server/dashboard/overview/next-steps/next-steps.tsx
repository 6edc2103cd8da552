import { ArrowRight } from "lucide-react";
import { useId } from "react";
import { CopyBlock } from "../../ui/copy-block.tsx";
import { OverviewCard } from "../overview-card.tsx";
import { listApproaches } from "./list-approaches.ts";

/** Shows the two ways to integrate an app with the authority, with links and code for each. */
export function NextSteps({ issuer }: { issuer: string }) {
  const id = useId();
  return (
    <section className="overview-steps" aria-labelledby={id}>
      <div className="overview-steps-head">
        <h2 id={id} className="overview-steps-title">
          Next steps
        </h2>
        <p>Two approaches. An app can switch between them at any time.</p>
      </div>
      {listApproaches(issuer).map(({ name, summary, steps }) => (
        <OverviewCard key={name} level={3} title={name} summary={summary}>
          {steps.map((step) =>
            "page" in step ? (
              <a key={step.title} className="overview-page-step" href={`#/${step.page}`}>
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
        </OverviewCard>
      ))}
    </section>
  );
}
