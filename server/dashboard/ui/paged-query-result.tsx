import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Failure } from "./query-result.tsx";

interface PagedQueryResultProps<Page> {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** The name of the data, such as "threads", for the text "Loading …". */
  what: string;
  /** The label of the button that loads the next page. */
  moreLabel: string;
  children: (pages: readonly Page[]) => ReactNode;
}

/** Shows the loaded pages of a query, with a button that loads the next page. */
export function PagedQueryResult<Page>({ query, what, moreLabel, children }: PagedQueryResultProps<Page>) {
  const { data, error, isFetching, isFetchNextPageError } = query;
  const retry = () => void (isFetchNextPageError ? query.fetchNextPage() : query.refetch());
  return (
    <>
      {data === undefined && error === null && (
        <div className="query-message" role="status">
          Loading {what}…
        </div>
      )}
      {data !== undefined && children(data.pages)}
      {error !== null && <Failure error={error} isRetrying={isFetching} onRetry={retry} />}
      {query.hasNextPage && !isFetchNextPageError && (
        <div>
          {/* A request for the next page would cancel a reload, and removed rows would stay in the list. */}
          <Button isBusy={isFetching} onClick={() => void query.fetchNextPage()}>
            {moreLabel}
          </Button>
        </div>
      )}
    </>
  );
}
