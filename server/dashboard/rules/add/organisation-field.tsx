import { Field } from "../../ui/field.tsx";

interface OrganisationFieldProps {
  /** The provider's usual claim; null where one must be named. */
  usual: string | null;
  /** The claim; undefined where the workspace is the user's own. */
  claim: string | undefined;
  error: string | undefined;
  onChange(claim: string | undefined): void;
}

/** Whether a workspace is a user's own, or a user's within an organisation. */
export function OrganisationField({ usual, claim, error, onChange }: OrganisationFieldProps) {
  return (
    <>
      <Field
        label="Workspace"
        hint="Threads belong to a workspace. Who changes the organisation then also changes the workspace."
      >
        {(control) => (
          <select
            {...control}
            name="organisation"
            value={claim === undefined ? "user" : "organisation"}
            onChange={(event) => onChange(event.target.value === "user" ? undefined : (usual ?? ""))}
          >
            <option value="user">One for each user</option>
            <option value="organisation">One for each user in each organisation</option>
          </select>
        )}
      </Field>
      {claim !== undefined && (
        <Field label="Organisation claim" hint="The claim of the token that names the organisation." error={error}>
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
