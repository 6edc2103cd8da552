import { useState } from "react";
import type { PresetInfo, SavedRuleAnswer } from "../../../src/admin/admin-api.ts";
import { Answer } from "../../ui/answer.tsx";
import { Modal } from "../../ui/modal.tsx";
import { usePresets } from "../use-rules.ts";
import { CustomForm } from "./custom-form.tsx";
import { PresetForm } from "./preset-form.tsx";
import { ProviderPicker } from "./provider-picker.tsx";
import { SavedRule } from "./saved-rule.tsx";

type Step =
  | { kind: "pick" }
  | { kind: "preset"; preset: PresetInfo }
  | { kind: "custom" }
  | { kind: "saved"; rule: SavedRuleAnswer };

const PICK: Step = { kind: "pick" };

/** The dialog that adds an auth integration: provider, its few inputs, then the code for the app. */
export function AddRule({ onClose }: { onClose(): void }) {
  const [step, setStep] = useState<Step>(PICK);
  const [isDirty, setIsDirty] = useState(false);
  const presets = usePresets();
  const goTo = (next: Step) => {
    setStep(next);
    setIsDirty(false);
  };
  const steps = { onBack: () => goTo(PICK), onSaved: (rule: SavedRuleAnswer) => goTo({ kind: "saved", rule }) };
  return (
    <Modal isOpen isWide onClose={onClose} closesEasily={!isDirty} {...wordsFor(step)}>
      {step.kind === "pick" && (
        <Answer query={presets} what="the providers">
          {(list) => (
            <ProviderPicker
              presets={list.presets}
              onPick={(preset) => goTo(preset === null ? { kind: "custom" } : { kind: "preset", preset })}
            />
          )}
        </Answer>
      )}
      {step.kind === "preset" && <PresetForm preset={step.preset} onDirty={setIsDirty} {...steps} />}
      {step.kind === "custom" && <CustomForm onDirty={setIsDirty} {...steps} />}
      {step.kind === "saved" && <SavedRule rule={step.rule} onClose={onClose} />}
    </Modal>
  );
}

function wordsFor(step: Step): { title: string; description: string } {
  switch (step.kind) {
    case "pick":
      return { title: "Add auth integration", description: "Who signs people in to your app?" };
    case "preset":
      return {
        title: step.preset.title,
        description: "Nothing secret is needed: tokens are checked with the provider's public keys.",
      };
    case "custom":
      return {
        title: "Custom provider",
        description: "Any provider that signs JWTs and publishes its keys; its discovery document names them.",
      };
    case "saved":
      return {
        title: `${step.rule.name} is saved`,
        description: "One step is left: the code for your app.",
      };
  }
}
