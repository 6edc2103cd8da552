import { type FormEvent, useState } from "react";
import type { CreatedKeyJson, KeyLifetime } from "../../src/admin/admin-api.ts";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { Failure } from "../ui/query-result.tsx";
import { useKeyChanges } from "./use-keys.ts";

const LIFETIMES: readonly [KeyLifetime, string][] = [
  ["never", "Never"],
  ["7d", "In 7 days"],
  ["30d", "In 30 days"],
  ["90d", "In 90 days"],
  ["1y", "In a year"],
];

interface CreateKeyProps {
  onClose(): void;
  onCreated(key: CreatedKeyJson): void;
}

/** Shows the dialog that creates an API key with a name and an expiry. */
export function CreateKey({ onClose, onCreated }: CreateKeyProps) {
  const { create } = useKeyChanges();
  const [name, setName] = useState("");
  const [expires, setExpires] = useState<KeyLifetime>("90d");
  const errors = fieldErrors(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate({ name, expires }, { onSuccess: onCreated });
  };
  return (
    <Modal
      isOpen
      onClose={onClose}
      isBusy={create.isPending}
      title="Create API key"
      description="The key is shown only once, right after you create it."
    >
      <form onSubmit={submit}>
        {create.error !== null && !errors.any && <Failure error={create.error} />}
        <Field label="Name" hint="Where you will use it, such as “production backend”." error={errors.of("name")}>
          {(control) => (
            <input {...control} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="Expires" error={errors.of("expires")}>
          {(control) => (
            <select {...control} value={expires} onChange={(event) => setExpires(event.target.value as KeyLifetime)}>
              {LIFETIMES.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="modal-actions">
          <Button isBusy={create.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" kind="primary" isBusy={create.isPending}>
            Create API key
          </Button>
        </div>
      </form>
    </Modal>
  );
}
