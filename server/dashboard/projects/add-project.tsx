import { type FormEvent, useState } from "react";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { Failure } from "../ui/query-result.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useAddProject } from "./use-projects.ts";

/** Shows the dialog that adds a project. */
export function AddProject({ onClose }: { onClose(): void }) {
  const add = useAddProject();
  const notify = useToast();
  const [id, setId] = useState("");
  const [name, setName] = useState("");
  const errors = fieldErrors(add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (add.isPending) return;
    const onSuccess = () => {
      notify({ text: "Project added." });
      onClose();
    };
    add.mutate({ id: id.trim(), ...(name.trim() === "" ? {} : { name }) }, { onSuccess });
  };
  return (
    <Modal
      isOpen
      onClose={onClose}
      isBusy={add.isPending}
      title="Add project"
      description="A project has its own API keys, rules, origins and URL."
    >
      <form onSubmit={submit}>
        {add.error !== null && !errors.any && <Failure error={add.error} />}
        <Field
          label="ID"
          hint="Letters, digits, - and _. Part of the project’s API keys and URL."
          error={errors.of("id")}
        >
          {(control) => (
            <input
              {...control}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={id}
              onChange={(event) => setId(event.target.value)}
            />
          )}
        </Field>
        <Field label="Name" hint="Display name. Default: the ID." error={errors.of("name")}>
          {(control) => (
            <input {...control} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <div className="modal-actions">
          <Button isBusy={add.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" kind="primary" isBusy={add.isPending}>
            Add project
          </Button>
        </div>
      </form>
    </Modal>
  );
}
