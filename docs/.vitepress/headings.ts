/** Returns the anchor of a heading as GitHub makes it, so that a link works in the repository and on the site. */
export function slugify(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\p{Mark}\s_-]/gu, "")
    .replaceAll(" ", "-");
}
