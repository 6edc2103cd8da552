import { type ReactNode, useContext } from "react";
import { AuthContext, type AuthContextValue } from "../react/auth-context.ts";
import { FloatingPanel } from "./floating-panel.tsx";
import { Panel } from "./panel.tsx";
import { ShadowHost } from "./shadow-host.tsx";
import { useDevtools } from "./use-devtools.ts";

/** Props of {@link AssistantCloudAuthDevtools}. */
export interface AssistantCloudAuthDevtoolsProps {
  /**
   * Whether to show the panel where this component is rendered, instead of a button in the corner of the page. Default:
   * false.
   */
  embedded?: boolean;
  /** Whether the floating panel is open at first. Default: false. */
  initiallyOpen?: boolean;
  /** The color scheme. Default: the page's color scheme. */
  theme?: "light" | "dark";
  /** The nonce of the style element, for a page whose Content-Security-Policy requires one. Default: none. */
  styleNonce?: string;
}

/**
 * Shows the state of the nearest `AssistantCloudProvider` above the devtools: the token's lifetime, the events, the
 * errors, and the engine's next action. A developer can refresh and expire the token, reset the engine, and simulate
 * faults of the token source. The faults end when the devtools unmount.
 *
 * The devtools never show a token. In a production build this component renders nothing, unless you import it from
 * `assistant-cloud-auth/devtools/production`.
 */
export function AssistantCloudAuthDevtools(props: AssistantCloudAuthDevtoolsProps): ReactNode {
  const provider = useContext(AuthContext);
  return provider === null ? <MissingProvider {...props} /> : <ConnectedDevtools {...props} provider={provider} />;
}

function ConnectedDevtools(props: AssistantCloudAuthDevtoolsProps & { provider: AuthContextValue }): ReactNode {
  const { provider, embedded = false, initiallyOpen = false } = props;
  // The hook must be mounted before the engine's first events, but a shadow root is created only after them, so call
  // the hook here.
  const devtools = useDevtools(provider);
  return (
    <ShadowHost {...placeOf(props)}>
      {embedded ? <Panel devtools={devtools} /> : <FloatingPanel devtools={devtools} initiallyOpen={initiallyOpen} />}
    </ShadowHost>
  );
}

function MissingProvider(props: AssistantCloudAuthDevtoolsProps): ReactNode {
  return (
    <ShadowHost {...placeOf(props)}>
      <section className="panel" aria-label="Auth devtools">
        <p className="body" role="alert">
          The devtools found no AssistantCloudProvider above them. Move the devtools inside AssistantCloudProvider.
        </p>
      </section>
    </ShadowHost>
  );
}

function placeOf({ embedded = false, theme, styleNonce }: AssistantCloudAuthDevtoolsProps) {
  return { theme, styleNonce, className: embedded ? "" : "floating" };
}
