import { type FormEvent, useState } from "react";
import type { KeyAnswer, KeyCreation } from "../../src/admin/admin-api.ts";
import { fieldErrors } from "../api/field-errors.ts";
import { Failure } from "../ui/answer.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { useKeyChanges } from "./use-keys.ts";

interface RotateKeyProps {
  of: KeyAnswer;
  onClose(): void;
  onCreated(key: KeyCreation): void;
}

/** Asks for how long the old key is to count beside the new one. */
export function RotateKey({ of, onClose, onCreated }: RotateKeyProps) {
  const { rotate } = useKeyChanges();
  const [hours, setHours] = useState("24");
  const [isNoNumber, setNoNumber] = useState(false);
  const errors = fieldErrors(rotate.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rotate.isPending) return;
    const overlapHours = readHours(hours);
    setNoNumber(overlapHours === null);
    if (overlapHours !== null) rotate.mutate({ id: of.id, overlapHours }, { onSuccess: onCreated });
  };
  return (
    <Modal
      isOpen
      onClose={onClose}
      isBusy={rotate.isPending}
      title={`Rotate “${of.name}”`}
      description="Makes a new key. The old one goes on working for the overlap, so that backends can be changed over without a stop."
    >
      <form onSubmit={submit}>
        {rotate.error !== null && !isNoNumber && !errors.any && <Failure error={rotate.error} />}
        <Field
          label="Overlap in hours"
          hint="0 to 720. With 0 the old key ends at once."
          error={isNoNumber ? "Must be a number" : errors.of("overlapHours")}
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

/** A number with a point or a comma in it; JSON knows no other. */
function readHours(text: string): number | null {
  const hours = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && Number.isFinite(hours) ? hours : null;
}
