import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import type { ThreadFilter } from "./use-threads.ts";

const AGES: readonly [ThreadFilter["days"], string][] = [
  ["", "Any time"],
  ["1", "Last 24 hours"],
  ["7", "Last 7 days"],
  ["30", "Last 30 days"],
];

interface ThreadFilterFormProps {
  filter: ThreadFilter;
  onChange(filter: ThreadFilter): void;
  /** Called when the admin removes the workspace or the user from the filter. Receives the new filter. */
  onWiden(filter: ThreadFilter): void;
}

/**
 * Shows the controls of a {@link ThreadFilter}. The filter uses a typed title only after the admin submits the form, so
 * that the dashboard does not send a request for each letter.
 */
export function ThreadFilterForm({ filter, onChange, onWiden }: ThreadFilterFormProps) {
  const [title, setTitle] = useState(filter.title);
  return (
    <search aria-label="Filter threads">
      <form
        className="threads-filter"
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ ...filter, title: title.trim() });
        }}
      >
        <Field label="Title contains">
          {(control) => (
            <input
              {...control}
              type="search"
              maxLength={255}
              autoComplete="off"
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label="Last message">
          {(control) => (
            <select
              {...control}
              value={filter.days}
              onChange={(event) => onChange({ ...filter, days: event.target.value as ThreadFilter["days"] })}
            >
              {AGES.map(([days, label]) => (
                <option key={days} value={days}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="State">
          {(control) => (
            <select
              {...control}
              value={filter.isArchived ? "archived" : "active"}
              onChange={(event) => onChange({ ...filter, isArchived: event.target.value === "archived" })}
            >
              <option value="active">Active</option>
              <option value="archived">Archived</option>
            </select>
          )}
        </Field>
        <Button type="submit">Search</Button>
      </form>
      {(["workspace", "user"] as const).map(
        (name) =>
          filter[name] !== "" && (
            <p key={name} className="threads-only">
              Only {name} <code>{filter[name]}</code>
              <Button kind="quiet" onClick={() => onWiden({ ...filter, [name]: "" })}>
                <X size={15} aria-hidden />
                Show all {name}s
              </Button>
            </p>
          ),
      )}
    </search>
  );
}
