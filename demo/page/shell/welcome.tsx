import { ArrowRight, Building2, MessagesSquare, Unplug } from "lucide-react";
import type { IdentityActions } from "../identity/use-identity-actions.ts";
import { Brand } from "./brand.tsx";
import { ExampleDial } from "./example-dial.tsx";
import { ProjectLinks } from "./project-links.tsx";

interface WelcomeProps {
  dashboardUrl: string;
  restoring: boolean;
  actions: IdentityActions;
  onVisit(): void;
}

const features = [
  { icon: MessagesSquare, text: "History, titles and attachments stay on this machine and survive a restart." },
  { icon: Building2, text: "Each organization has its own history; the other person sees none of it." },
  { icon: Unplug, text: "Stop the authority, hang the token source or cut the network, and see what still works." },
];

export function Welcome({ dashboardUrl, restoring, actions, onVisit }: WelcomeProps) {
  return (
    <div className="welcome">
      <header>
        <Brand />
      </header>
      <main>
        <div className="welcome-text">
          <h1>A chat on your own cloud.</h1>
          <p className="lead">
            Threads, titles and files behind a workspace token that lives five minutes. Watch the engine refresh it,
            then break something.
          </p>
          <div className="welcome-actions">
            <button
              type="button"
              className="button primary large"
              onClick={actions.signIn}
              disabled={restoring || actions.isBusy}
            >
              {restoring ? "Restoring your session …" : "Sign in"}
              {!restoring && <ArrowRight size={18} aria-hidden="true" />}
            </button>
            {!restoring && (
              <button type="button" className="button large" onClick={onVisit}>
                Continue as a visitor
              </button>
            )}
          </div>
          {actions.problem && !restoring && (
            <p className="notice warn" role="alert">
              {actions.problem}
            </p>
          )}
          <ul>
            {features.map(({ icon: Icon, text }) => (
              <li key={text}>
                <Icon size={18} aria-hidden="true" />
                {text}
              </li>
            ))}
          </ul>
        </div>
        <ExampleDial />
      </main>
      <ProjectLinks dashboardUrl={dashboardUrl} />
    </div>
  );
}
