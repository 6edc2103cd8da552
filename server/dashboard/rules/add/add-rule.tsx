import { useState } from "react";
import type { PresetInfo, SavedRuleJson } from "../../../src/admin/admin-api.ts";
import { Modal } from "../../ui/modal.tsx";
import { QueryResult } from "../../ui/query-result.tsx";
import { useIsAddingRule } from "../use-rule-changes.ts";
import { usePresets } from "../use-rules.ts";
import { CustomForm } from "./custom-form.tsx";
import { PresetForm } from "./preset-form.tsx";
import { ProviderPicker } from "./provider-picker.tsx";
import { SavedRule } from "./saved-rule.tsx";

type Step =
  | { kind: "pick" }
  | { kind: "preset"; preset: PresetInfo }
  | { kind: "custom" }
  | { kind: "saved"; rule: SavedRuleJson };

const PICK: Step = { kind: "pick" };

/**
 * Shows the dialog that adds an auth rule. The dialog has three steps: choose the provider, enter the provider's
 * values, copy the code for the app.
 */
export function AddRule({ onClose }: { onClose(): void }) {
  const [step, setStep] = useState<Step>(PICK);
  const [isDirty, setIsDirty] = useState(false);
  const presets = usePresets();
  const isSaving = useIsAddingRule();
  const goTo = (next: Step) => {
    setStep(next);
    setIsDirty(false);
  };
  const steps = { onBack: () => goTo(PICK), onSaved: (rule: SavedRuleJson) => goTo({ kind: "saved", rule }) };
  return (
    <Modal isOpen isWide onClose={onClose} isDismissible={!isDirty} isBusy={isSaving} {...textsFor(step)}>
      {step.kind === "pick" && (
        <QueryResult query={presets} what="the providers">
          {(list) => (
            <ProviderPicker
              presets={list.presets}
              onPick={(preset) => goTo(preset === null ? { kind: "custom" } : { kind: "preset", preset })}
            />
          )}
        </QueryResult>
      )}
      {step.kind === "preset" && <PresetForm preset={step.preset} onDirty={setIsDirty} {...steps} />}
      {step.kind === "custom" && <CustomForm onDirty={setIsDirty} {...steps} />}
      {step.kind === "saved" && <SavedRule rule={step.rule} onClose={onClose} />}
    </Modal>
  );
}

function textsFor(step: Step): { title: string; description: string } {
  switch (step.kind) {
    case "pick":
      return { title: "Add auth integration", description: "Which provider signs users in to your app?" };
    case "preset":
      return {
        title: step.preset.title,
        description: "No secret needed: the authority verifies tokens with the provider's public keys.",
      };
    case "custom":
      return {
        title: "Custom provider",
        description:
          "Any provider that signs JWTs and publishes its keys. Its discovery document lists the issuer and keys.",
      };
    case "saved":
      return {
        title: `${step.rule.name} saved`,
        description: "One step left: add the code to your app.",
      };
  }
}
