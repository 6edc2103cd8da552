import { useId } from "react";
import { type DraftFieldContext, Theirs } from "./draft-field.tsx";
import { ALGORITHMS } from "./rule-draft.ts";

/** What tokens may be signed with. */
export function AlgorithmFields({ draft, theirs, errorOf, onChange }: DraftFieldContext) {
  const id = useId();
  const error = errorOf("algorithms");
  const choose = (name: string, isChosen: boolean) =>
    onChange({
      algorithms: ALGORITHMS.filter((each) => (each === name ? isChosen : draft.algorithms.includes(each))),
    });
  return (
    <fieldset className="draft-algorithms" aria-describedby={error === undefined ? undefined : id}>
      <legend>Algorithms</legend>
      {ALGORITHMS.map((name) => (
        <label key={name} className="draft-check">
          <input
            type="checkbox"
            checked={draft.algorithms.includes(name)}
            onChange={(event) => choose(name, event.target.checked)}
          />
          {name}
        </label>
      ))}
      {error !== undefined && (
        <p id={id} className="field-error" role="alert">
          {error}
        </p>
      )}
      <Theirs name="algorithms" theirs={theirs} onChange={onChange} />
    </fieldset>
  );
}
