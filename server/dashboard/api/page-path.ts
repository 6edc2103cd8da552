/** Returns the path of one page of a list. `after` is the previous page's `next`; null for the first page. */
export const pagePath = (list: string, after: string | null): string =>
  after === null ? list : `${list}?${new URLSearchParams({ after })}`;
