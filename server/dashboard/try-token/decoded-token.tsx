import type { TryTokenResponse } from "../../src/admin/admin-api.ts";

const TIMES = ["exp", "iat", "nbf", "auth_time", "updated_at"];
const MAX_SECONDS = 8.64e12;
const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** Shows the decoded header and claims of a token. */
export function DecodedToken({ decoded }: { decoded: NonNullable<TryTokenResponse["decoded"]> }) {
  return (
    <div className="decoded">
      <MemberTable title="Header" members={decoded.header} />
      <MemberTable title="Claims" members={decoded.claims} />
      <p className="decoded-note">Decoded, not verified. The checks above show whether the token is valid.</p>
    </div>
  );
}

function MemberTable({ title, members }: { title: string; members: Record<string, unknown> }) {
  return (
    <div className="table-frame">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(members).map(([name, value]) => {
            const { text, note } = describeClaim(name, value);
            return (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td>
                  <code>{text}</code>
                  {note !== null && <span className="decoded-meaning"> {note}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/**
 * Formats the value of a claim as text. If the claim is a standard time claim such as `exp`, `note` is the time in the
 * browser's time zone. Otherwise, `note` is null.
 */
export function describeClaim(name: string, value: unknown): { text: string; note: string | null } {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const isMoment = TIMES.includes(name) && typeof value === "number" && Math.abs(value) <= MAX_SECONDS;
  return { text, note: isMoment ? local.format(new Date(value * 1000)) : null };
}
