import { type DraftFieldContext, DraftText, Theirs } from "./draft-field.tsx";

/** For whom tokens must be made. */
export function AudienceFields(context: DraftFieldContext) {
  const { draft, onChange } = context;
  return (
    <>
      {!draft.anyAudience && (
        <DraftText
          {...context}
          name="audience"
          isLines
          hint="The exact `aud` of the tokens; of several, a line each, one must be there."
          placeholder="assistant-ui"
        />
      )}
      <div className="draft-field">
        <label className="draft-check">
          <input
            type="checkbox"
            name="anyAudience"
            checked={draft.anyAudience}
            onChange={(event) => onChange({ anyAudience: event.target.checked })}
          />
          Accept any audience: also tokens that the provider made for your other apps
        </label>
        <Theirs {...context} name="anyAudience" />
      </div>
    </>
  );
}
