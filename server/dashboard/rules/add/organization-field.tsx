import { Field } from "../../ui/field.tsx";

interface OrganizationFieldProps {
  /** The provider's usual claim; null where one must be named. */
  usual: string | null;
  /** The claim; undefined where the workspace is the user's own. */
  claim: string | undefined;
  error: string | undefined;
  onChange(claim: string | undefined): void;
}

/** Whether a workspace is a user's own, or a user's within an organization. */
export function OrganizationField({ usual, claim, error, onChange }: OrganizationFieldProps) {
  return (
    <>
      <Field
        label="Workspace"
        hint="Threads belong to a workspace. Who changes the organization then also changes the workspace."
      >
        {(control) => (
          <select
            {...control}
            name="organization"
            value={claim === undefined ? "user" : "organization"}
            onChange={(event) => onChange(event.target.value === "user" ? undefined : (usual ?? ""))}
          >
            <option value="user">One for each user</option>
            <option value="organization">One for each user in each organization</option>
          </select>
        )}
      </Field>
      {claim !== undefined && (
        <Field label="Organization claim" hint="The claim of the token that names the organization." error={error}>
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
