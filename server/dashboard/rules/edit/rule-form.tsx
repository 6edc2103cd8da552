import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Failure } from "../../ui/answer.tsx";
import { Button } from "../../ui/button.tsx";
import { errorOf, isOutsideOf } from "../rule-errors.ts";
import { useFocusFirst } from "../use-focus-first.ts";
import { useFocusInvalid } from "../use-focus-invalid.ts";
import { AlgorithmFields } from "./algorithm-fields.tsx";
import { AudienceFields } from "./audience-fields.tsx";
import { type DraftFieldContext, DraftText } from "./draft-field.tsx";
import { DRAFT_LABELS } from "./draft-words.ts";
import type { DraftField } from "./merge-drafts.ts";
import { draftProblem, type RuleDraft } from "./rule-draft.ts";

interface RuleFormProps {
  draft: RuleDraft;
  onChange(draft: RuleDraft): void;
  /** What somebody else has saved in fields that were changed here too. Default: nothing. */
  theirs?: Partial<RuleDraft>;
  isBusy: boolean;
  error: Error | null;
  /** What the button does. */
  action: string;
  /** What stands beside that button. */
  beside: ReactNode;
  /** Told of a draft that can be sent. */
  onSubmit(): void;
}

const FIELDS = Object.keys(DRAFT_LABELS) as DraftField[];

/** Every field of a rule. What was typed stays when it is refused, and what is wrong stands beside it. */
export function RuleForm(props: RuleFormProps) {
  const { draft, onChange, theirs = {}, isBusy, error, action, beside, onSubmit } = props;
  const form = useRef<HTMLFormElement>(null);
  useFocusFirst(form);
  const [problem, setProblem] = useState<ReturnType<typeof draftProblem>>(null);
  useFocusInvalid(form, problem);
  useFocusInvalid(form, error);
  const context: DraftFieldContext = {
    draft,
    theirs,
    errorOf: (field) => (field === "requiredClaims" ? problem?.requiredClaims : undefined) ?? errorOf(error, field),
    onChange: (part) => onChange({ ...draft, ...part }),
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    const found = draftProblem(draft);
    setProblem(found);
    if (found === null) onSubmit();
  }

  return (
    <form ref={form} noValidate onSubmit={submit}>
      {isOutsideOf(FIELDS, error) && <Failure error={error} />}
      <DraftText {...context} name="name" hint="How the rule is called here." placeholder="My provider" />
      <DraftText
        {...context}
        name="issuer"
        isLines
        hint="The exact `iss` of the tokens, with or without a slash at its end; of several, a line each."
        placeholder="https://id.example.com"
      />
      <DraftText
        {...context}
        name="jwksUrl"
        hint="Where the provider publishes its public keys: `jwks_uri` of its discovery document."
        placeholder="https://id.example.com/.well-known/jwks.json"
      />
      <AudienceFields {...context} />
      <AlgorithmFields {...context} />
      <DraftText
        {...context}
        name="workspace"
        hint="Made of claims: `${sub}`, or `${org_id?}:${sub}` where `org_id` may be missing."
        placeholder="${sub}"
      />
      <DraftText {...context} name="userClaim" hint="The claim that names the user." placeholder="sub" />
      <DraftText
        {...context}
        name="audienceClaim"
        hint="Where the audience stands: `aud`, or another claim such as `client_id`."
        placeholder="aud"
      />
      <DraftText
        {...context}
        name="requiredClaims"
        isLines
        hint="Claims that must have a value, a line each: `token_use = id`. One written with `?` may be missing."
        placeholder="token_use = id"
      />
      <div className="modal-actions">
        {beside}
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
