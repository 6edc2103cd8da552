import "./query-result.css";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describeError } from "../api/api-error.ts";
import { Button } from "./button.tsx";

interface QueryResultProps<Value> {
  query: UseQueryResult<Value>;
  /** The name of the data, such as "auth rules", for the text "Loading …". */
  what: string;
  children: (value: Value) => ReactNode;
}

/**
 * Shows the data of a query, or its loading state. After a failed request, shows the error above the data of the last
 * successful request.
 */
export function QueryResult<Value>({ query, what, children }: QueryResultProps<Value>) {
  const { data, error, refetch, isFetching } = query;
  return (
    <>
      {error !== null && <Failure error={error} isRetrying={isFetching} onRetry={() => void refetch()} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && (
        <div className="query-message" role="status">
          Loading {what}…
        </div>
      )}
    </>
  );
}

interface FailureProps {
  error: Error;
  isRetrying?: boolean;
  /** Called when the user clicks the button "Try again". Default: no button. */
  onRetry?: () => void;
}

/** Shows an error and its remedy. */
export function Failure({ error, isRetrying = false, onRetry }: FailureProps) {
  return (
    <div className="query-failure" role="alert">
      <p>{describeError(error)}</p>
      {onRetry !== undefined && (
        <Button isBusy={isRetrying} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** A sentence that says how to add the first entry. */
  children: ReactNode;
}

/** Shows the empty state of a list. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="query-empty">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
