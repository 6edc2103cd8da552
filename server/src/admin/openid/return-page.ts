const OVERVIEW = "#/overview";
const MAX_LENGTH = 512;

/**
 * Reads the page that a sign-in leads back to: the fragment of the dashboard's own address, so that it can name no other site, nor a
 * set-up link. What is none is the overview.
 */
export function readReturnPage(page: string | undefined): string {
  if (page === undefined || page.length > MAX_LENGTH) return OVERVIEW;
  return /^#\/[\w\-./?=&%~:,+@]*$/.test(page) ? page : OVERVIEW;
}
