import "./try-token.css";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import type { TryTokenResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { errorOf } from "../rules/rule-errors.ts";
import { useSessionEnd } from "../session/use-session-end.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { Failure } from "../ui/query-result.tsx";
import { TokenVerdict } from "./token-verdict.tsx";

/**
 * Checks a provider's token without exchanging the token. Only the memory of the open page contains the token. No URL
 * and no browser storage contains it.
 */
export function TryTokenPage() {
  const [token, setToken] = useState("");
  const input = useRef<HTMLTextAreaElement>(null);
  const attempt = useMutation({
    mutationFn: (given: string) => request<TryTokenResponse>("try-token", { method: "POST", body: { token: given } }),
    // The mutation's variables contain the token, so the cache drops them when the page unmounts.
    gcTime: 0,
  });
  useSessionEnd(() => {
    setToken("");
    attempt.reset();
  });
  const problem = errorOf(attempt.error, "token");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!attempt.isPending) attempt.mutate(token);
  };
  const clear = () => {
    setToken("");
    attempt.reset();
    input.current?.focus();
  };
  return (
    <PageSection
      title="Try a token"
      summary="Paste a token from your auth provider to see which rule accepts it, or why none does. The token is not exchanged, stored or logged."
    >
      <form className="card try-form" noValidate autoComplete="off" onSubmit={submit}>
        <Field
          label="Token"
          hint="The JWT that your provider's SDK returns: three parts separated by dots."
          error={problem}
        >
          {(control) => (
            <textarea
              {...control}
              ref={input}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="off"
              autoCorrect="off"
              placeholder="eyJhbGciOiJSUzI1NiIs…"
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        <div className="try-actions">
          <Button onClick={clear}>Clear</Button>
          <Button type="submit" kind="primary" isBusy={attempt.isPending}>
            Try token
          </Button>
        </div>
      </form>
      {attempt.error !== null && problem === undefined && <Failure error={attempt.error} />}
      <div role="status">
        {attempt.isPending && <p className="query-message">Checking the token…</p>}
        {attempt.data !== undefined && <TokenVerdict answer={attempt.data} />}
      </div>
    </PageSection>
  );
}
