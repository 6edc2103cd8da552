import { type FormEvent, useState } from "react";
import type { AdminLinkResponse } from "../../src/admin/admin-api.ts";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { Failure } from "../ui/query-result.tsx";
import { useAdminChanges } from "./use-admins.ts";

interface AddAdminProps {
  onClose(): void;
  onCreated(link: AdminLinkResponse): void;
}

/** Shows the dialog that asks for the name of a new admin. */
export function AddAdmin({ onClose, onCreated }: AddAdminProps) {
  const { invite } = useAdminChanges();
  const [name, setName] = useState("");
  const errors = fieldErrors(invite.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!invite.isPending) invite.mutate({ name }, { onSuccess: onCreated });
  };
  return (
    <Modal
      isOpen
      onClose={onClose}
      isBusy={invite.isPending}
      title="Add admin"
      description="Creates a one-time link that lets the new admin set a password."
    >
      <form onSubmit={submit}>
        {invite.error !== null && !errors.any && <Failure error={invite.error} />}
        <Field
          label="Name"
          hint="Used to sign in, and shown in the audit log. Allowed: a to z, digits, dot, hyphen and underscore."
          error={errors.of("name")}
        >
          {(control) => (
            <input
              {...control}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="modal-actions">
          <Button isBusy={invite.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" kind="primary" isBusy={invite.isPending}>
            Create link
          </Button>
        </div>
      </form>
    </Modal>
  );
}
