/** Returns the path of a list's page; `after` is the `next` of the page before, null for the first one. */
export const pagePath = (list: string, after: string | null): string =>
  after === null ? list : `${list}?${new URLSearchParams({ after })}`;
