import "./entrance.css";
import { type FormEvent, type ReactNode, useState } from "react";
import { ApiError } from "../api/api-error.ts";
import { Failure } from "../ui/answer.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";

interface PasswordFormProps {
  title: string;
  summary: string;
  action: string;
  /** For the browser's password keeper. */
  autoComplete: "current-password" | "new-password";
  hint?: string;
  isBusy: boolean;
  error: Error | null;
  onSubmit(password: string): void;
  /** Stands beneath the button. */
  children?: ReactNode;
}

/** One password and a button; what was typed stays when it is refused. */
export function PasswordForm(props: PasswordFormProps) {
  const { title, summary, action, autoComplete, hint, isBusy, error, onSubmit, children } = props;
  const [password, setPassword] = useState("");
  const [isShown, setIsShown] = useState(false);
  const ofField = error instanceof ApiError ? error.fields["password"] : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) onSubmit(password);
  };
  return (
    <main className="entrance">
      <form className="entrance-card" onSubmit={submit}>
        <img src="./mark.svg" alt="" width="34" height="34" />
        <h1>{title}</h1>
        <p className="entrance-summary">{summary}</p>
        {error !== null && ofField === undefined && <Failure error={error} />}
        {/* So that password keepers know whose it is. */}
        <input
          className="only-heard"
          type="text"
          name="username"
          autoComplete="username"
          value="admin"
          readOnly
          tabIndex={-1}
          aria-hidden
        />
        <Field label="Password" error={ofField} {...(hint === undefined ? {} : { hint })}>
          {(control) => (
            <input
              {...control}
              name="password"
              type={isShown ? "text" : "password"}
              autoComplete={autoComplete}
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <label className="entrance-show">
          <input type="checkbox" checked={isShown} onChange={(event) => setIsShown(event.target.checked)} />
          Show the password
        </label>
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {action}
        </Button>
        {children}
      </form>
    </main>
  );
}
