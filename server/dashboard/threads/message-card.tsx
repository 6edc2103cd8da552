import type { MessagesResponse } from "../../src/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";
import { readContent } from "./read-content.ts";

/**
 * Shows a message as plain text. Links and images are shown as text too, so a message cannot make the page load
 * anything.
 */
export function MessageCard({ message }: { message: MessagesResponse["messages"][number] }) {
  const { role, parts } = readContent(message.content);
  return (
    <article className="threads-message" data-role={role ?? undefined}>
      <header>
        <b>{role === null ? "Unknown role" : (ROLES[role] ?? role)}</b>
        <Moment at={message.created_at} to="second" />
        {message.run?.status === "running" && (
          <span className="pill" data-tone="good">
            running
          </span>
        )}
        <code>{message.format}</code>
      </header>
      {parts.length === 0 && <p className="threads-none">No content.</p>}
      {parts.map(({ label, text }, index) =>
        label === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id, and their order is fixed
          <p key={index}>{text}</p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id, and their order is fixed
          <details key={index}>
            <summary>{label}</summary>
            <pre>
              <code>{text}</code>
            </pre>
          </details>
        ),
      )}
    </article>
  );
}

const ROLES: Readonly<Record<string, string>> = { user: "User", assistant: "Assistant", system: "System" };
