import "./account-dialog.css";
import { type FormEvent, useState } from "react";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { Failure } from "../ui/query-result.tsx";
import { useToast } from "../ui/toasts.tsx";
import { PASSWORD_HINT } from "./password-hint.ts";
import { useChangePassword, useSession, useSignOut } from "./use-session.ts";

/**
 * Shows the dialog in which an admin can change the password or end all of the admin's sessions. After a sign-in with
 * OpenID, the dialog contains no password form.
 */
export function AccountDialog({ onClose }: { onClose(): void }) {
  const change = useChangePassword();
  const signOut = useSignOut("sessions");
  const session = useSession().data;
  const { name = "", signInMethod } = session?.signedIn === true ? session : {};
  const hasPassword = signInMethod !== "openid";
  const notify = useToast();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const errors = fieldErrors(change.error);
  const isBusy = change.isPending || signOut.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const onSuccess = () => {
      notify({ text: "Password changed. Your other sessions have ended." });
      onClose();
    };
    change.mutate({ current, password }, { onSuccess });
  };
  return (
    <Modal
      isOpen
      onClose={onClose}
      isBusy={isBusy}
      title="Account"
      description={
        hasPassword
          ? `Signed in as ${name}. Changing your password ends your other sessions.`
          : `Signed in as ${name} through your team’s provider.`
      }
    >
      {hasPassword && passwordForm()}
      <section className="account-sessions" aria-labelledby="account-sessions">
        <h3 id="account-sessions">Active sessions</h3>
        <p>Ends all your sessions, including this one.</p>
        {signOut.error !== null && <Failure error={signOut.error} />}
        <Button isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out everywhere
        </Button>
      </section>
    </Modal>
  );

  function passwordForm() {
    return (
      <form onSubmit={submit}>
        {change.error !== null && !errors.any && <Failure error={change.error} />}
        {/* Password managers read the account's name from this hidden input. */}
        <input
          className="visually-hidden"
          type="text"
          name="username"
          autoComplete="username"
          value={name}
          readOnly
          hidden
        />
        <Field label="Current password" error={errors.of("current")}>
          {(control) => (
            <input
              {...control}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <Field label="New password" hint={PASSWORD_HINT} error={errors.of("password")}>
          {(control) => (
            <input
              {...control}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <div className="modal-actions">
          <Button type="submit" kind="primary" isBusy={change.isPending}>
            Change password
          </Button>
        </div>
      </form>
    );
  }
}
