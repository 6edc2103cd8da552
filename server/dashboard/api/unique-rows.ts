/**
 * Returns the rows of all loaded pages, without duplicates. A row that moved in the list between two requests can be on
 * two pages. The version of the row on the later page is newer, so the result contains that version.
 */
export const uniqueRows = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
];
