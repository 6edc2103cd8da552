import { useEffect, useRef } from "react";
import type { SavedRuleJson } from "../../src/admin/admin-api.ts";
import { InlineCode } from "../ui/inline-code.tsx";
import { Warning } from "../ui/warning.tsx";
import { ruleInputOf } from "./edit/rule-draft.ts";
import { JwksResult } from "./jwks-result.tsx";
import { useRuleFields } from "./use-rule-fields.ts";
import { useJwksCheck } from "./use-rule-preview.ts";

/**
 * Shows whether a new or changed auth rule can accept tokens. The section contains the rule's warnings, and the result
 * of a new check of the provider's keys.
 *
 * The focus moves to the section, not to a button. If the admin presses Enter twice to save the rule, the second press
 * therefore does not close the result.
 */
export function SavedState({ rule }: { rule: SavedRuleJson }) {
  const check = useJwksCheck({ kind: "custom", rule: ruleInputOf(useRuleFields(), rule) });
  const container = useRef<HTMLElement>(null);
  useEffect(() => {
    container.current?.focus();
    // The form was scrolled to its end, so the dialog is scrolled back to the top.
    container.current?.closest(".modal")?.scrollTo?.(0, 0);
  }, []);
  return (
    <section ref={container} className="rule-saved-state" data-first tabIndex={-1} aria-label="State of the saved rule">
      {rule.warnings.map(({ ruleIds, message, remedy }) => (
        <Warning key={ruleIds.join()}>
          <InlineCode text={`${message} ${remedy}`} />
        </Warning>
      ))}
      <JwksResult check={check} failure="Saved, but no token can be accepted yet:" />
    </section>
  );
}
