import { useEffect, useState } from "react";
import type { PresetInfo, SavedRuleJson } from "../../../src/admin/admin-api.ts";
import { errorOf } from "../rule-errors.ts";
import { useAddRule } from "../use-rule-changes.ts";
import { useRuleFields } from "../use-rule-fields.ts";
import { previewRule, useJwksCheck, useRulePreview } from "../use-rule-preview.ts";
import { bodyFor, ENDPOINT, initialValues, type PresetValues, presetBodyOf, withEndpoint } from "./preset-values.ts";

/**
 * How long the form waits after the last keystroke before it requests the preview, in milliseconds. With a shorter
 * wait, the authority would fetch keys for a half-typed domain.
 */
const SETTLE_MS = 600;

/**
 * Returns the state of a preset's form: entered values, preview of the rule, check of the JWKS endpoint, and errors.
 */
export function usePresetForm(preset: PresetInfo) {
  const fields = useRuleFields();
  const initial = initialValues(preset);
  const [values, setValues] = useState<PresetValues>(initial);
  /** The fields that have lost the focus at least once. Other fields do not show errors of the preview yet. */
  const [blurredFields, setBlurredFields] = useState<readonly string[]>([]);
  /**
   * The fields that the admin has changed since the form last sent a save request. The form hides that request's errors
   * for these fields.
   */
  const [changedFields, setChangedFields] = useState<readonly string[]>([]);
  const add = useAddRule();

  const body = presetBodyOf(preset, values);
  const settled = useDebounced({ body, endpoint: values[ENDPOINT] ?? "" }, SETTLE_MS);
  const presetPreview = useRulePreview(settled.body);
  const isCurrent = settled.body !== null && presetPreview.isSuccess && !presetPreview.isPlaceholderData;
  const endpointBody = isCurrent
    ? withEndpoint(fields, preset, { [ENDPOINT]: settled.endpoint }, presetPreview.data)
    : null;
  const endpointPreview = useRulePreview(endpointBody);
  const shown = endpointBody === null ? presetPreview : endpointPreview;
  const isShown = isCurrent && shown.isSuccess && !shown.isPlaceholderData;
  const check = useJwksCheck(isShown ? (endpointBody ?? settled.body) : null);

  return {
    values,
    isDirty: Object.entries(values).some(([name, value]) => value !== (initial[name] ?? "")),
    preview: settled.body === null ? undefined : shown.data,
    previewError: presetPreview.error ?? (endpointBody === null ? null : endpointPreview.error),
    check,
    add,
    change(name: string, value: string | undefined) {
      setValues(({ [name]: _, ...rest }) => (value === undefined ? rest : { ...rest, [name]: value }));
      setChangedFields((names) => (names.includes(name) ? names : [...names, name]));
    },
    leave: (name: string) => setBlurredFields((names) => (names.includes(name) ? names : [...names, name])),
    errorOf(name: string): string | undefined {
      const refused = changedFields.includes(name) ? undefined : errorOf(add.error, name);
      const previewed = blurredFields.includes(name)
        ? errorOf(presetPreview.error ?? endpointPreview.error, name)
        : undefined;
      return refused ?? previewed;
    },
    /** Saves the current values, even if the preview still shows earlier values. */
    save(onSaved: (rule: SavedRuleJson) => void) {
      setChangedFields([]);
      add.mutate(
        async () => {
          const plain = bodyFor(preset, values);
          if (!preset.showsJwksUrl || (values[ENDPOINT] ?? "").trim() === "") return plain;
          return withEndpoint(fields, preset, values, await previewRule(plain)) ?? plain;
        },
        { onSuccess: onSaved },
      );
    },
  };
}

/**
 * Returns a value after it has stayed the same for `delayMs` milliseconds. Until then, returns the previous value.
 * Compares values by their JSON.
 */
function useDebounced<Value>(value: Value, delayMs: number): Value {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text)), delayMs);
    return () => clearTimeout(timer);
  }, [text, delayMs]);
  return settled;
}
