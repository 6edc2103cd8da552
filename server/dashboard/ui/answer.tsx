import "./answer.css";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "../api/api-error.ts";
import { Button } from "./button.tsx";

interface AnswerProps<Value> {
  query: UseQueryResult<Value>;
  /** What is being read, for the waiting state: "auth rules". */
  what: string;
  children: (value: Value) => ReactNode;
}

/** What a query gave; before that, that it is under way; and what is wrong, above what was read before. */
export function Answer<Value>({ query, what, children }: AnswerProps<Value>) {
  const { data, error, refetch, isFetching } = query;
  return (
    <>
      {error !== null && <Failure error={error} isRetrying={isFetching} onRetry={() => void refetch()} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && (
        <div className="answer-waiting" role="status">
          Reading {what} …
        </div>
      )}
    </>
  );
}

interface FailureProps {
  error: Error;
  isRetrying?: boolean;
  /** Leaves the button out where there is nothing to try again. */
  onRetry?: () => void;
}

/** What went wrong, and what to do about it. */
export function Failure({ error, isRetrying = false, onRetry }: FailureProps) {
  const remedy = error instanceof ApiError ? error.remedy : null;
  return (
    <div className="answer-failure" role="alert">
      <p>
        {error.message} {remedy}
      </p>
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
  /** What to do first. */
  children: ReactNode;
}

/** What stands where there is nothing yet. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="answer-empty">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
