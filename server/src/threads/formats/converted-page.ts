import { convertContent, type FormattedContent } from "./convert-content.ts";

/**
 * The maximum number of additional reads per page. Additional reads are necessary if rows of the page could not be
 * converted.
 */
const MAX_REFILLS = 5;

/** The options that select a page of messages. */
export interface PageQuery {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly format?: string | undefined;
}

/**
 * Reads a page of messages in the requested format. Omits rows that cannot be converted. Fills the page with the rows
 * that follow, because clients treat a short page as the last page. The page can still be short after
 * {@link MAX_REFILLS} additional reads.
 *
 * @param read reads rows in order, starting after the row with the given id. If the id is undefined, starts with the
 *   first row.
 */
export async function readConvertedPage<Stored extends FormattedContent & { readonly id: string }>(
  { limit, after, format }: PageQuery,
  read: (limit: number, after: string | undefined) => Promise<readonly Stored[]>,
): Promise<Stored[]> {
  const page: Stored[] = [];
  let cursor = after;
  for (let refills = 0; refills <= MAX_REFILLS; refills++) {
    const missing = limit - page.length;
    const rows = await read(missing, cursor);
    page.push(...rows.flatMap((row) => convertContent(row, format) ?? []));
    if (rows.length < missing || page.length === limit) break;
    cursor = rows.at(-1)?.id;
  }
  return page;
}
