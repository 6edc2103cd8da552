import { Field } from "../../ui/field.tsx";

interface OrganizationFieldProps {
  /**
   * The initial value of the claim field: the claim in which the provider's tokens usually contain the organization.
   * Null for an empty field.
   */
  usual: string | null;
  /** The current value of the claim field; undefined if each user has one workspace. */
  claim: string | undefined;
  error: string | undefined;
  onChange(claim: string | undefined): void;
}

/** Shows two choices: each user has one workspace, or each user has one workspace per organization. */
export function OrganizationField({ usual, claim, error, onChange }: OrganizationFieldProps) {
  return (
    <>
      <Field
        label="Workspace"
        hint="Threads belong to a workspace. With organizations, switching the organization also switches the workspace."
      >
        {(control) => (
          <select
            {...control}
            name="organization"
            value={claim === undefined ? "user" : "organization"}
            onChange={(event) => onChange(event.target.value === "user" ? undefined : (usual ?? ""))}
          >
            <option value="user">One per user</option>
            <option value="organization">One per user and organization</option>
          </select>
        )}
      </Field>
      {claim !== undefined && (
        <Field label="Organization claim" hint="The token claim that contains the organization." error={error}>
          {(control) => (
            <input
              {...control}
              required
              placeholder="org_id"
              spellCheck={false}
              autoComplete="off"
              value={claim}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
