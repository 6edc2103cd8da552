import { type FormEvent, useEffect, useRef } from "react";
import type { PresetInfo, SavedRuleJson } from "../../../src/admin/admin-api.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { InlineCode } from "../../ui/inline-code.tsx";
import { Failure } from "../../ui/query-result.tsx";
import { Warning } from "../../ui/warning.tsx";
import { DraftFlag } from "../edit/draft-flag.tsx";
import { isOutsideOf } from "../rule-errors.ts";
import { useFocusFirst } from "../use-focus-first.ts";
import { useFocusInvalid } from "../use-focus-invalid.ts";
import { OrganizationField } from "./organization-field.tsx";
import { PresetField } from "./preset-field.tsx";
import { PresetPreview } from "./preset-preview.tsx";
import { ANY_AUDIENCE, ENDPOINT, isReplaced, NAME, ORGANIZATION } from "./preset-values.ts";
import { presetWarnings } from "./preset-warnings.ts";
import { usePresetForm } from "./use-preset-form.ts";

interface PresetFormProps {
  preset: PresetInfo;
  onBack(): void;
  onSaved(rule: SavedRuleJson): void;
  /** Called when `isDirty` changes. `isDirty` is true while the form contains unsaved input. */
  onDirty(isDirty: boolean): void;
}

const ENDPOINT_FIELD = {
  name: ENDPOINT,
  label: "JWKS endpoint",
  description: "derived from the issuer; enter a URL to override it",
  required: false,
  many: false,
  choices: null,
  prefill: null,
};

/** Shows the form that creates an auth rule from a preset, and previews the rule while the admin types. */
export function PresetForm({ preset, onBack, onSaved, onDirty }: PresetFormProps) {
  const container = useRef<HTMLFormElement>(null);
  useFocusFirst(container);
  const form = usePresetForm(preset);
  const { title, steps, organizationClaim, mayOmitAudience } = preset;
  const { values, add, isDirty, preview } = form;
  useFocusInvalid(container, add.error);
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);

  const fields = [...preset.fields];
  if (preset.showsJwksUrl) fields.splice(1, 0, { ...ENDPOINT_FIELD, example: preview?.jwksUrl ?? "" });
  const names = [...fields.map(({ name }) => name), NAME, ORGANIZATION, ANY_AUDIENCE];
  const warnings = presetWarnings(form);
  const end = useRef<HTMLDivElement>(null);
  const save = () => {
    if (!add.isPending) form.save(onSaved);
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    // Pressing Enter in a field moves the focus to the warnings, so that the admin reads them before saving. The Save
    // anyway button saves directly.
    if (warnings.length > 0) end.current?.focus();
    else save();
  }

  return (
    <form ref={container} noValidate onSubmit={submit}>
      {steps.length > 0 && (
        <ol className="rule-steps">
          {steps.map((step) => (
            <li key={step}>
              <InlineCode text={step} />
            </li>
          ))}
        </ol>
      )}
      {isOutsideOf(names, add.error) && <Failure error={add.error} />}
      {fields
        .filter(({ name }) => !isReplaced(name, values))
        .map((field) => (
          <PresetField
            key={field.name}
            field={field}
            value={values[field.name] ?? ""}
            error={form.errorOf(field.name)}
            onChange={(value) => form.change(field.name, value)}
            onLeave={() => form.leave(field.name)}
          />
        ))}
      {mayOmitAudience && (
        <DraftFlag
          name={ANY_AUDIENCE}
          hint="Accept any audience, including tokens issued for your other apps"
          value={values[ANY_AUDIENCE] !== undefined}
          error={form.errorOf(ANY_AUDIENCE)}
          onChange={(isOn) => form.change(ANY_AUDIENCE, isOn ? "true" : undefined)}
        />
      )}
      <OrganizationField
        usual={organizationClaim}
        claim={values[ORGANIZATION]}
        error={form.errorOf(ORGANIZATION)}
        onChange={(claim) => form.change(ORGANIZATION, claim)}
      />
      <Field label="Name (optional)" hint="Display name." error={form.errorOf(NAME)}>
        {(control) => (
          <input
            {...control}
            name={NAME}
            placeholder={title}
            autoComplete="off"
            value={values[NAME] ?? ""}
            onChange={(event) => form.change(NAME, event.target.value)}
          />
        )}
      </Field>
      <PresetPreview
        preview={preview}
        problem={isOutsideOf(names, form.previewError) ? form.previewError : null}
        check={form.check}
      />
      <div ref={end} className="rule-form-end" tabIndex={-1}>
        {warnings.map((text) => (
          <Warning key={text}>{text}</Warning>
        ))}
        <div className="modal-actions">
          <Button isBusy={add.isPending} onClick={onBack}>
            Choose another provider
          </Button>
          {warnings.length === 0 ? (
            <Button key="save" type="submit" kind="primary" isBusy={add.isPending}>
              Save rule
            </Button>
          ) : (
            <Button key="anyway" kind="primary" isBusy={add.isPending} onClick={save}>
              Save anyway
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}
