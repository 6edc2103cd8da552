import "./origins.css";
import { useRef, useState } from "react";
import { Answer, Empty } from "../ui/answer.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { useToast } from "../ui/toasts.tsx";
import { Warning } from "../ui/warning.tsx";
import { AddOrigin } from "./add-origin.tsx";
import { OriginList } from "./origin-list.tsx";
import { useOriginChanges, useOrigins } from "./use-origins.ts";

/** The pages that may call the authority from a browser. */
export function OriginsPage() {
  const origins = useOrigins();
  const { add, remove } = useOriginChanges();
  const [last, setLast] = useState<string | null>(null);
  const tell = useToast();
  const list = useRef<HTMLDivElement>(null);
  const fail = ({ message }: Error) => tell({ text: message });
  const takeAway = (origin: string) =>
    remove.mutate(origin, {
      onSuccess: () => {
        setLast(null);
        // The button that had the focus is gone.
        list.current?.focus();
        tell({
          text: `${origin} is no longer allowed.`,
          undo: () => add.mutate(origin, { onError: fail }),
        });
      },
      onError: fail,
    });
  const leave = () => {
    setLast(null);
    remove.reset();
  };
  return (
    <PageSection
      title="Allowed origins"
      summary="Which pages may call this authority from a browser. Backends that mint with an API key are not asked for an origin."
    >
      <AddOrigin />
      <div ref={list} className="origins-now" tabIndex={-1}>
        <Answer query={origins} what="allowed origins">
          {(answer) =>
            answer.origins.length + answer.fixed.length === 0 ? (
              <Empty title="Every page may call">
                <p>
                  A token still needs a sign-in that a rule trusts. From the first origin on, only the pages that are
                  listed may call.
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
                  removing={remove.isPending ? remove.variables : undefined}
                  onRemove={(origin) =>
                    answer.origins.length + answer.fixed.length === 1 ? setLast(origin) : takeAway(origin)
                  }
                />
              </>
            )
          }
        </Answer>
      </div>
      <Confirm
        isOpen={last !== null}
        onClose={leave}
        onConfirm={() => last !== null && takeAway(last)}
        title="Let every page call?"
        description={`${last ?? "This"} is the only origin that is listed. Without it there is no list, and pages of any origin may call.`}
        action="Remove it"
        isBusy={remove.isPending}
        problem={remove.error?.message}
      />
    </PageSection>
  );
}
