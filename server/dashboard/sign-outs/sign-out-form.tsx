import { type FormEvent, useState } from "react";
import type { RevocationBody } from "../../src/admin/admin-api.ts";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Field } from "../ui/field.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useSignOutEverywhere } from "./use-sign-outs.ts";

const CHOICES: Readonly<Record<RevocationBody["kind"], { option: string; label: string; whose: string }>> = {
  user: { option: "A user, in every workspace", label: "User id", whose: "this user" },
  workspace: { option: "A workspace, with all its users", label: "Workspace id", whose: "this workspace" },
  project: { option: "Everyone", label: "", whose: "everyone" },
};

/** Asks who is to be signed out, and then for a confirmation. */
export function SignOutForm() {
  const signOut = useSignOutEverywhere();
  const tell = useToast();
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
        tell({ text: "Signed out. Tokens that were issued before are refused." });
      },
      onSettled: (_, error) => {
        if (error === null || fieldErrors(error).any) setAsked(null);
      },
    });
  };
  return (
    <>
      <form className="card" onSubmit={submit}>
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
          <Field label={label} hint="As the workspace token names it." error={errors.of("subject")}>
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
            Every token of {asked?.subject === undefined ? "this project" : <code>{asked.subject}</code>} that was
            issued until now is refused, in all tabs and processes. Anonymous visitors among them lose their threads. A
            new sign-in works at once: end the session at your auth provider too.
          </>
        }
        action="Sign out"
        keep="Cancel"
        isBusy={signOut.isPending}
        problem={signOut.error !== null && !errors.any ? signOut.error.message : undefined}
      />
    </>
  );
}
