import { type ReactNode, useCallback, useState } from "react";
import { createPortal } from "react-dom";
import { styles } from "./styles.ts";

interface ShadowHostProps {
  /** Default: the color scheme of the page. */
  theme: "light" | "dark" | undefined;
  styleNonce: string | undefined;
  className: string;
  children: ReactNode;
}

/** Renders its children into a shadow root, so that neither the page's styles nor the devtools' reach the other. */
export function ShadowHost({ theme, styleNonce, className, children }: ShadowHostProps): ReactNode {
  const [shadow, setShadow] = useState<ShadowRoot | null>(null);
  const attach = useCallback((host: HTMLElement | null) => {
    // StrictMode calls again for the same element, which can have one shadow root only.
    if (host !== null) setShadow(host.shadowRoot ?? host.attachShadow({ mode: "open" }));
  }, []);
  const content = (
    <div className={`root ${className}`}>
      <style nonce={styleNonce}>{styles}</style>
      {children}
    </div>
  );
  return (
    <div
      ref={attach}
      data-assistant-cloud-auth-devtools=""
      style={theme === undefined ? undefined : { colorScheme: theme }}
    >
      {shadow !== null && createPortal(content, shadow)}
    </div>
  );
}
