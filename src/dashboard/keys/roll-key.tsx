import { type FormEvent, useState } from "react";
import type { KeyAnswer, KeyCreation } from "../../authority/admin/admin-api.ts";
import { fieldErrors } from "../api/field-errors.ts";
import { Failure } from "../ui/answer.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { useKeyChanges } from "./use-keys.ts";

interface RollKeyProps {
  of: KeyAnswer;
  onClose(): void;
  onCreated(key: KeyCreation): void;
}

/** Asks for how long the old key is to count beside the new one. */
export function RollKey({ of, onClose, onCreated }: RollKeyProps) {
  const { roll } = useKeyChanges();
  const [hours, setHours] = useState("24");
  const errors = fieldErrors(roll.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (roll.isPending) return;
    roll.mutate(
      { id: of.id, overlapHours: hours.trim() === "" ? Number.NaN : Number(hours) },
      { onSuccess: onCreated },
    );
  };
  return (
    <Modal
      isOpen
      onClose={onClose}
      title={`Roll “${of.name}”`}
      description="Makes a new key. The old one goes on working for the overlap, so that backends can be changed over without a stop."
    >
      <form onSubmit={submit}>
        {roll.error !== null && !errors.any && <Failure error={roll.error} />}
        <Field
          label="Overlap in hours"
          hint="0 to 720. With 0 the old key ends at once."
          error={errors.of("overlapHours")}
        >
          {(control) => (
            <input {...control} inputMode="decimal" value={hours} onChange={(event) => setHours(event.target.value)} />
          )}
        </Field>
        <div className="modal-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" isBusy={roll.isPending}>
            Roll key
          </Button>
        </div>
      </form>
    </Modal>
  );
}
