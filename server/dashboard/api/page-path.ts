/**
 * Returns the API path of one page of a list.
 *
 * @param after the `next` in the response with the previous page; null for the first page
 */
export const pagePath = (list: string, after: string | null): string =>
  after === null ? list : `${list}?${new URLSearchParams({ after })}`;
