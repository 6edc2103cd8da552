import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "./answer.tsx";
import { Button } from "./button.tsx";

interface PagedAnswerProps<Page> {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** The name of the data, such as "threads", for the text "Loading …". */
  what: string;
  /** The label of the button that loads the next page. */
  more: string;
  children: (pages: readonly Page[]) => ReactNode;
}

/** Shows the loaded pages of a query, with a button that loads the next page. */
export function PagedAnswer<Page>({ query, what, more, children }: PagedAnswerProps<Page>) {
  const { data, error, isFetching, isFetchNextPageError } = query;
  const retry = () => void (isFetchNextPageError ? query.fetchNextPage() : query.refetch());
  return (
    <>
      {data === undefined && error === null && (
        <div className="answer-waiting" role="status">
          Loading {what}…
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
