import { type FormEvent, useState } from "react";
import type { RevocationBody } from "../../src/admin/admin-api.ts";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Field } from "../ui/field.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useSignOutEverywhere } from "./use-sign-outs.ts";

const CHOICES: Readonly<Record<RevocationBody["kind"], { option: string; label: string; whose: string }>> = {
  user: { option: "User, in all workspaces", label: "User ID", whose: "this user" },
  workspace: { option: "Workspace, with all its users", label: "Workspace ID", whose: "this workspace" },
  project: { option: "Everyone", label: "", whose: "everyone" },
};

/**
 * Shows a form that signs out one user, all users of a workspace, or all users. The form asks for confirmation first.
 */
export function SignOutForm() {
  const signOut = useSignOutEverywhere();
  const notify = useToast();
  const [kind, setKind] = useState<RevocationBody["kind"]>("user");
  const [subject, setSubject] = useState("");
  const [asked, setAsked] = useState<RevocationBody | null>(null);
  const errors = fieldErrors(signOut.error);
  const { label, whose } = CHOICES[kind];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signOut.reset();
    setAsked(kind === "project" ? { kind } : { kind, subject: subject.trim() });
  };
  const confirm = () => {
    if (asked === null || signOut.isPending) return;
    signOut.mutate(asked, {
      onSuccess: () => {
        setSubject("");
        notify({ text: "Signed out. Tokens issued earlier are now refused." });
      },
      onSettled: (_, error) => {
        if (error === null || fieldErrors(error).any) setAsked(null);
      },
    });
  };
  return (
    <>
      <form className="card sign-out-form" onSubmit={submit}>
        <Field label="Sign out">
          {(control) => (
            <select
              {...control}
              value={kind}
              onChange={(event) => setKind(event.target.value as RevocationBody["kind"])}
            >
              {Object.entries(CHOICES).map(([value, { option }]) => (
                <option key={value} value={value}>
                  {option}
                </option>
              ))}
            </select>
          )}
        </Field>
        {kind !== "project" && (
          <Field label={label} hint="As it appears in the workspace token." error={errors.of("subject")}>
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                value={subject}
                onChange={(event) => setSubject(event.target.value)}
              />
            )}
          </Field>
        )}
        <Button type="submit" kind="danger">
          Sign out
        </Button>
      </form>
      <Confirm
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={confirm}
        title={`Sign out ${whose}?`}
        description={
          <>
            All tokens issued to {asked?.subject === undefined ? "this project" : <code>{asked.subject}</code>} until
            now are refused, in all tabs and server processes. Anonymous visitors lose their threads. Users can sign in
            again immediately, so also end their session at your auth provider.
          </>
        }
        action="Sign out"
        isBusy={signOut.isPending}
        error={errors.any ? null : signOut.error}
      />
    </>
  );
}
