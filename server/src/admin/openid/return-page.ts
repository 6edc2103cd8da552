const OVERVIEW = "#/overview";
const MAX_LENGTH = 512;

/**
 * Returns the page to open after a sign-in, as a fragment of the dashboard's URL. Returns the overview for an invalid
 * or missing page. A fragment cannot lead to another site. A fragment that does not start with `#/`, such as the
 * fragment of a set-up link, is invalid.
 */
export function readReturnPage(page: string | undefined): string {
  if (page === undefined || page.length > MAX_LENGTH) return OVERVIEW;
  return /^#\/[\w\-./?=&%~:,+@]*$/.test(page) ? page : OVERVIEW;
}
