/**
 * Returns the API path of one page of a list.
 *
 * @param after the value of `next` in the previous page's response; null for the first page
 */
export const pagePath = (list: string, after: string | null): string =>
  after === null ? list : `${list}?${new URLSearchParams({ after })}`;
