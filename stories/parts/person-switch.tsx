export interface Person {
  readonly id: string;
  readonly name: string;
  readonly workspaceId: string;
}

interface PersonSwitchProps {
  people: readonly Person[];
  signedIn: string;
  onSwitch: (id: string) => void;
}

/** Renders a button for each user. The button of the signed-in user is pressed. */
export function PersonSwitch({ people, signedIn, onSwitch }: PersonSwitchProps) {
  return (
    <fieldset className="segments">
      <legend>Signed in as</legend>
      {people.map(({ id, name }) => (
        <button key={id} type="button" aria-pressed={id === signedIn} onClick={() => onSwitch(id)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
