/** Returns the anchor that GitHub generates for a heading, so that a link works in the repository and on the site. */
export function slugify(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\p{Mark}\s_-]/gu, "")
    .replaceAll(" ", "-");
}
