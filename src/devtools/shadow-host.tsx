import { type ReactNode, useCallback, useState } from "react";
import { createPortal } from "react-dom";
import { styles } from "./styles.ts";

interface ShadowHostProps {
  /** The color scheme. Default: the page's color scheme. */
  theme: "light" | "dark" | undefined;
  styleNonce: string | undefined;
  className: string;
  children: ReactNode;
}

/** Renders its children into a shadow root, so the styles of the page and the devtools do not affect each other. */
export function ShadowHost({ theme, styleNonce, className, children }: ShadowHostProps): ReactNode {
  const [shadow, setShadow] = useState<ShadowRoot | null>(null);
  const attach = useCallback((host: HTMLElement | null) => {
    // StrictMode calls this function twice for one element, which can have only one shadow root.
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
