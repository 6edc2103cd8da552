import { useAuthStatus } from "assistant-cloud-auth";
import { firstName, type Identity } from "../identity/identity.ts";
import type { Approach } from "../sources/approach.ts";

interface SummaryProps {
  identity: Identity;
  approach: Approach;
}

/** The state in one sentence. */
export function Summary({ identity, approach }: SummaryProps) {
  const { status } = useAuthStatus();
  const who = firstName(identity.name);
  const where = identity.organization.name;
  return (
    <div className="summary">
      <h1>{headline()}</h1>
      <p>
        {approach === "direct"
          ? "The page hands the provider’s ID token to the authority and gets a workspace token for it."
          : "The page’s own server decides the workspace and mints the token with its API key."}
      </p>
    </div>
  );

  function headline() {
    switch (status) {
      case "authenticated":
        return (
          <>
            {who} works in <em>{where}</em>.
          </>
        );
      case "loading":
        return <>Getting {who} a token …</>;
      case "unauthenticated":
        return <>The source says that nobody is signed in.</>;
      default:
        return <>{who} has no usable token.</>;
    }
  }
}
