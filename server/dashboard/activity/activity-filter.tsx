import type { DecidedBy, DecisionOutcome, DecisionRoute, KeyJson, RuleJson } from "../../src/admin/admin-api.ts";
import { Field } from "../ui/field.tsx";
import { ROUTE_NAMES } from "./route-names.ts";

/** The filter of the server's decisions on tokens. In each field, an empty string matches all decisions. */
export interface DecisionFilter {
  outcome: DecisionOutcome | "";
  route: DecisionRoute | "";
  /** The id of the auth rule or API key that accepted the request's credential. */
  by: DecidedBy["id"];
}

interface ActivityFilterProps {
  filter: DecisionFilter;
  keys: readonly KeyJson[];
  rules: readonly RuleJson[];
  onChange(filter: DecisionFilter): void;
}

/** Renders the form controls of a {@link DecisionFilter}. */
export function ActivityFilter({ filter, keys, rules, onChange }: ActivityFilterProps) {
  return (
    <search className="activity-filter" aria-label="Filter decisions">
      <Field label="Outcome">
        {(control) => (
          <select
            {...control}
            value={filter.outcome}
            onChange={(event) => onChange({ ...filter, outcome: event.target.value as DecisionFilter["outcome"] })}
          >
            <option value="">All</option>
            <option value="issued">Issued</option>
            <option value="refused">Refused</option>
            <option value="error">Errors</option>
          </select>
        )}
      </Field>
      <Field label="Credential">
        {(control) => (
          <select
            {...control}
            value={filter.route}
            onChange={(event) => onChange({ ...filter, route: event.target.value as DecisionFilter["route"] })}
          >
            <option value="">All</option>
            {Object.entries(ROUTE_NAMES).map(([route, name]) => (
              <option key={route} value={route}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Matched rule or key">
        {(control) => (
          <select {...control} value={filter.by} onChange={(event) => onChange({ ...filter, by: event.target.value })}>
            <option value="">All</option>
            {rules.length > 0 && (
              <optgroup label="Auth rules">
                {rules.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )}
            {keys.length > 0 && (
              <optgroup label="API keys">
                {keys.map(({ id, name, suffix }) => (
                  <option key={id} value={id}>
                    {name} (…{suffix})
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        )}
      </Field>
    </search>
  );
}
