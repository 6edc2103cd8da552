import type { ProjectListResponse } from "../../src/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";

/** Shows a table of projects, the dashboard's own project first. */
export function ProjectTable({ pages }: { pages: readonly ProjectListResponse[] }) {
  const { current = "", own = null } = pages[0] ?? {};
  const others = pages.flatMap(({ projects }) => projects).filter(({ id }) => id !== current);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of projects" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">ID</th>
            <th scope="col">Allowed origins</th>
            <th scope="col">Added</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {own?.name ?? current} <span className="pill">current</span>
            </th>
            <td data-label="ID">
              <code>{current}</code>
            </td>
            <td data-label="Allowed origins">{own?.allowedOrigins.length ?? 0}</td>
            <td data-label="Added">{own === null ? "—" : <Moment at={own.createdAt} />}</td>
          </tr>
          {others.map(({ id, name, allowedOrigins, createdAt }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td data-label="ID">
                <code>{id}</code>
              </td>
              <td data-label="Allowed origins">{allowedOrigins.length}</td>
              <td data-label="Added">
                <Moment at={createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
