/**
 * Returns the path of a page of a list. `after` is the `next` in the previous page's response; null for the first page.
 */
export const pagePath = (list: string, after: string | null): string =>
  after === null ? list : `${list}?${new URLSearchParams({ after })}`;
