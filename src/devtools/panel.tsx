import type { ReactNode, Ref } from "react";
import { ActionButtons } from "./action-buttons.tsx";
import { describeErrors } from "./describe-errors.ts";
import { ErrorList } from "./error-list.tsx";
import { EventList } from "./event-list.tsx";
import { inspectEngine } from "./inspection.ts";
import { ReportSection } from "./report-section.tsx";
import { StateFacts } from "./state-facts.tsx";
import { readTimeline } from "./timeline.ts";
import { TimelineChart } from "./timeline-chart.tsx";
import type { Devtools } from "./use-devtools.ts";
import { useInspection } from "./use-inspection.ts";
import { WhatIfChoice } from "./what-if-choice.tsx";
import { writeReport } from "./write-report.ts";

interface PanelProps {
  devtools: Devtools;
  /** Called when the developer clicks the Close button. Without this prop, the panel has no Close button. */
  onClose?: (() => void) | undefined;
  closeRef?: Ref<HTMLButtonElement>;
}

/** Renders the panel: everything that the devtools show about one provider. */
export function Panel({ devtools, onClose, closeRef }: PanelProps): ReactNode {
  const { engine, events, whatIf, setWhatIf } = devtools;
  const inspection = useInspection(engine);
  return (
    <section className="panel" aria-label="Auth devtools">
      <header>
        <h2>Assistant Cloud auth</h2>
        {onClose && (
          <button type="button" ref={closeRef} onClick={onClose}>
            Close
          </button>
        )}
      </header>
      {inspection !== null && (
        <div className="body">
          <StateFacts inspection={inspection} />
          <ActionButtons engine={engine} />
          <TimelineChart timeline={readTimeline(events, inspection)} now={inspection.now} />
          <WhatIfChoice whatIf={whatIf} onWhatIf={setWhatIf} />
          <ErrorList errors={describeErrors(inspection.snapshot)} />
          <EventList events={events} />
          <ReportSection write={() => writeReport(inspectEngine(engine), events, whatIf)} />
        </div>
      )}
    </section>
  );
}
