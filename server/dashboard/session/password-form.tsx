import "./sign-in.css";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { fieldErrors } from "../api/field-errors.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Failure } from "../ui/query-result.tsx";

/** The initial value of the name field if the prop `name` is null: the default name of the first admin. */
const FIRST_NAME = "admin";

interface PasswordFormProps {
  title: string;
  summary: string;
  action: string;
  /** What the browser's password manager does: fill in the stored password, or suggest a new password. */
  autoComplete: "current-password" | "new-password";
  hint?: string;
  isBusy: boolean;
  error: Error | null;
  /** The admin's name, which the user cannot change. Null if the user enters the name. */
  name: string | null;
  onSubmit(body: { name: string; password: string }): void;
  /** The content above the fields. */
  notice?: ReactNode;
  /** The content below the button. */
  children?: ReactNode;
}

/**
 * Shows a form with a name and a password, and focuses the password. After an error, the form keeps the entered values.
 */
export function PasswordForm(props: PasswordFormProps) {
  const { title, summary, action, autoComplete, hint, isBusy, error, onSubmit, notice, children } = props;
  const [name, setName] = useState(props.name ?? FIRST_NAME);
  const [password, setPassword] = useState("");
  const [isShown, setIsShown] = useState(false);
  const errors = fieldErrors(error);
  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => passwordField.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) onSubmit({ name, password });
  };
  return (
    <main className="sign-in-page">
      <form className="sign-in-card" onSubmit={submit}>
        <img src="./mark.svg" alt="" width="34" height="34" />
        <h1>{title}</h1>
        <p className="sign-in-summary">{summary}</p>
        {notice}
        {error !== null && !errors.any && <Failure error={error} />}
        <Field label="Name" error={errors.of("name")}>
          {(control) => (
            <input
              {...control}
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              readOnly={props.name !== null}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password" error={errors.of("password")} {...(hint === undefined ? {} : { hint })}>
          {(control) => (
            <input
              {...control}
              ref={passwordField}
              name="password"
              type={isShown ? "text" : "password"}
              autoComplete={autoComplete}
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <label className="sign-in-show-password">
          <input type="checkbox" checked={isShown} onChange={(event) => setIsShown(event.target.checked)} />
          Show password
        </label>
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {action}
        </Button>
        {children}
      </form>
    </main>
  );
}
