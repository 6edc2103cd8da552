import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "./answer.tsx";
import { Button } from "./button.tsx";

interface PagedAnswerProps<Page> {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** What is being read, for the waiting state: "threads". */
  what: string;
  /** What the button says that reads the next page. */
  more: string;
  children: (pages: readonly Page[]) => ReactNode;
}

/** What a query has read page by page, with a button for the next page. */
export function PagedAnswer<Page>({ query, what, more, children }: PagedAnswerProps<Page>) {
  const { data, error, isFetching, isFetchNextPageError } = query;
  const retry = () => void (isFetchNextPageError ? query.fetchNextPage() : query.refetch());
  return (
    <>
      {data === undefined && error === null && (
        <div className="answer-waiting" role="status">
          Reading {what} …
        </div>
      )}
      {data !== undefined && children(data.pages)}
      {error !== null && <Failure error={error} isRetrying={isFetching} onRetry={retry} />}
      {query.hasNextPage && !isFetchNextPageError && (
        <div>
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {more}
          </Button>
        </div>
      )}
    </>
  );
}
