import { firstName, type Identity } from "../../identity/identity.ts";
import { Suggestions } from "./suggestions.tsx";

export function ThreadWelcome({ identity }: { identity: Identity | null }) {
  return (
    <div className="thread-welcome">
      <h2>{identity ? `What would you like to see, ${firstName(identity.name)}?` : "Welcome, visitor."}</h2>
      <p>
        {identity ? (
          <>
            You are in <strong>{identity.organization.name}</strong>. Its history is yours alone.
          </>
        ) : (
          "This history belongs to your browser. Sign in later and it comes along."
        )}
      </p>
      <Suggestions />
    </div>
  );
}
