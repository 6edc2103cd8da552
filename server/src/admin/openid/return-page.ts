const OVERVIEW = "#/overview";
const MAX_LENGTH = 512;

/**
 * Returns the page to open after a sign-in: a fragment of the dashboard's URL, so that it cannot lead to another site
 * or to a set-up link. Returns the overview for any other value.
 */
export function readReturnPage(page: string | undefined): string {
  if (page === undefined || page.length > MAX_LENGTH) return OVERVIEW;
  return /^#\/[\w\-./?=&%~:,+@]*$/.test(page) ? page : OVERVIEW;
}
