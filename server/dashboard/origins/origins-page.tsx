import "./origins.css";
import { useRef, useState } from "react";
import { describeError } from "../api/api-error.ts";
import { Confirm } from "../ui/confirm.tsx";
import { followFocus } from "../ui/follow-focus.ts";
import { PageSection } from "../ui/page-section.tsx";
import { Empty, QueryResult } from "../ui/query-result.tsx";
import { useToast } from "../ui/toasts.tsx";
import { Warning } from "../ui/warning.tsx";
import { AddOrigin } from "./add-origin.tsx";
import { OriginList } from "./origin-list.tsx";
import { useOriginChanges, useOrigins, usePendingRemovals } from "./use-origins.ts";

/** Lists the origins that may call the authority from a browser, with actions that add and remove origins. */
export function OriginsPage() {
  const origins = useOrigins();
  const { add, remove } = useOriginChanges();
  const [last, setLast] = useState<string | null>(null);
  const notify = useToast();
  const list = useRef<HTMLDivElement>(null);
  const removing = usePendingRemovals();
  // Callbacks of `mutate` would report only the latest removal, and none after the admin has left the page.
  const fail = (error: Error) => notify({ text: describeError(error) });
  const removeOrigin = (origin: string, mayAllowAll = false) => {
    const moveFocus = followFocus();
    const succeed = () => {
      setLast(null);
      // The removed row may have contained the focused button, so the list receives the focus.
      moveFocus(list.current);
      notify({ text: `${origin} is no longer allowed.`, undo: () => void add.mutateAsync(origin).catch(fail) });
    };
    void remove.mutateAsync({ origin, mayAllowAll }).then(succeed, fail);
  };
  const ask = (origin: string) => {
    // The dialog must not show the error of an earlier removal.
    remove.reset();
    setLast(origin);
  };
  return (
    <PageSection
      title="Allowed origins"
      summary="Sites that may call this authority from a browser. Requests from backends need no origin."
    >
      <AddOrigin />
      <div ref={list} className="origins-now" tabIndex={-1}>
        <QueryResult query={origins} what="allowed origins">
          {(answer) =>
            answer.origins.length + answer.fixed.length === 0 ? (
              <Empty title="All origins allowed">
                <p>
                  Tokens still require a sign-in that a rule trusts. After you add an origin, only listed origins may
                  call.
                </p>
              </Empty>
            ) : (
              <>
                {answer.warnings.map(({ message, remedy }) => (
                  <Warning key={message}>
                    {message} {remedy}
                  </Warning>
                ))}
                <OriginList
                  origins={answer}
                  removing={removing}
                  onRemove={(origin) =>
                    answer.origins.length + answer.fixed.length === 1 ? ask(origin) : removeOrigin(origin)
                  }
                />
              </>
            )
          }
        </QueryResult>
      </div>
      <Confirm
        isOpen={last !== null}
        onClose={() => setLast(null)}
        onConfirm={() => last !== null && removeOrigin(last, true)}
        title="Allow all origins?"
        description={`${last ?? "This"} is the only allowed origin. If you remove it, pages from any origin may call this authority.`}
        action="Remove origin"
        isBusy={remove.isPending}
        error={remove.error}
      />
    </PageSection>
  );
}
