import { Field } from "../../ui/field.tsx";

interface OrganizationFieldProps {
  /** The provider's usual claim for the organization, which the form fills in. If null, the admin enters the claim. */
  usual: string | null;
  /** The claim that the admin has selected; undefined if each user has one workspace. */
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
