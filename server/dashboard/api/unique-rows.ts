/**
 * Returns the rows of all loaded pages without duplicates. A row that moved in the list between two requests can be on
 * both pages; the later response has its current state.
 */
export const uniqueRows = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
];
