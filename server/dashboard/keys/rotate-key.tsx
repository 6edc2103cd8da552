import { type FormEvent, useState } from "react";
import type { CreatedKeyJson, KeyJson } from "../../src/admin/admin-api.ts";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { Failure } from "../ui/query-result.tsx";
import { useKeyChanges } from "./use-keys.ts";

interface RotateKeyProps {
  apiKey: KeyJson;
  onClose(): void;
  onCreated(key: CreatedKeyJson): void;
}

/** Shows the dialog that rotates an API key. The admin enters the overlap, during which the old key stays valid. */
export function RotateKey({ apiKey, onClose, onCreated }: RotateKeyProps) {
  const { rotate } = useKeyChanges();
  const [hours, setHours] = useState("24");
  const [isInvalid, setInvalid] = useState(false);
  const errors = fieldErrors(rotate.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rotate.isPending) return;
    const overlapHours = readHours(hours);
    setInvalid(overlapHours === null);
    if (overlapHours !== null) rotate.mutate({ id: apiKey.id, overlapHours }, { onSuccess: onCreated });
  };
  return (
    <Modal
      isOpen
      onClose={onClose}
      isBusy={rotate.isPending}
      title={`Rotate “${apiKey.name}”`}
      description="Creates a new key. The old key stays valid during the overlap, so that you can update backends without downtime."
    >
      <form onSubmit={submit}>
        {rotate.error !== null && !isInvalid && !errors.any && <Failure error={rotate.error} />}
        <Field
          label="Overlap (hours)"
          hint="0 to 720. With 0, the old key expires immediately."
          error={isInvalid ? "Must be a number" : errors.of("overlapHours")}
        >
          {(control) => (
            <input {...control} inputMode="decimal" value={hours} onChange={(event) => setHours(event.target.value)} />
          )}
        </Field>
        <div className="modal-actions">
          <Button isBusy={rotate.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" kind="primary" isBusy={rotate.isPending}>
            Rotate key
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Parses a number of hours. Accepts a point or a comma as the decimal separator. Returns null for other text. */
function readHours(text: string): number | null {
  const hours = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && Number.isFinite(hours) ? hours : null;
}
