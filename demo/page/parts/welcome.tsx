import { ArrowRight, KeyRound, RefreshCw, Unplug } from "lucide-react";
import type { IdentityActions } from "../identity/use-identity-actions.ts";
import { Brand } from "./brand.tsx";
import { ExampleDial } from "./example-dial.tsx";

interface WelcomeProps {
  restoring: boolean;
  actions: IdentityActions;
}

const promises = [
  { icon: KeyRound, text: "A real OpenID provider, a real authority and a real API run on your machine." },
  { icon: RefreshCw, text: "The token is renewed ahead of its expiry, so no call ever waits for one." },
  { icon: Unplug, text: "Break it: stop the authority, hang the source, pull the network, and see what holds." },
];

export function Welcome({ restoring, actions }: WelcomeProps) {
  return (
    <div className="welcome">
      <Brand />
      <main>
        <div className="welcome-text">
          <h1>A token that lives five minutes, watched.</h1>
          <p className="lead">Sign in and see a workspace token being issued, used and renewed before it runs out.</p>
          <button
            type="button"
            className="button primary large"
            onClick={actions.signIn}
            disabled={restoring || actions.isBusy}
          >
            {restoring ? "Looking for your session …" : "Sign in"}
            {!restoring && <ArrowRight size={18} aria-hidden="true" />}
          </button>
          {actions.problem && !restoring && (
            <p className="notice warn" role="alert">
              {actions.problem}
            </p>
          )}
          <ul>
            {promises.map(({ icon: Icon, text }) => (
              <li key={text}>
                <Icon size={18} aria-hidden="true" />
                {text}
              </li>
            ))}
          </ul>
        </div>
        <ExampleDial />
      </main>
    </div>
  );
}
