import { type FormEvent, useState } from "react";
import { ApiError } from "../api/api-error.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Failure } from "../ui/query-result.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useOriginChanges } from "./use-origins.ts";

/** Shows the form that adds an allowed origin. */
export function AddOrigin() {
  const { add } = useOriginChanges();
  const notify = useToast();
  const [text, setText] = useState("");
  const ofField = fieldErrorOf(add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (add.isPending) return;
    const onSuccess = () => {
      // The admin may have typed the next origin while the request was running.
      setText((now) => (now === text ? "" : now));
      notify({ text: "Origin added." });
    };
    add.mutate(text.trim(), { onSuccess });
  };
  return (
    <form className="card origins-add" onSubmit={submit}>
      {add.error !== null && ofField === undefined && <Failure error={add.error} />}
      <Field
        label="Origin"
        hint="https://app.example.com, https://*.example.com or http://localhost:3000"
        error={ofField}
      >
        {(control) => (
          <input
            {...control}
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" isBusy={add.isPending}>
        Add origin
      </Button>
    </form>
  );
}

/**
 * Returns the error message for the new origin. The request contains the whole list, but the other origins are already
 * stored. Any error in the list therefore concerns the new origin.
 */
function fieldErrorOf(error: Error | null): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return Object.entries(error.fields).find(([name]) => name.startsWith("origins"))?.[1];
}
