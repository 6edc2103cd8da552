import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./layout/layout.css";
import "./shell/shell.css";
import "./shell/welcome.css";
import "./chat/list/thread-list.css";
import "./chat/thread/thread.css";
import "./chat/thread/message.css";
import "./chat/thread/markdown.css";
import "./panel/panel.css";
import { isAssistantCloudAuthError } from "assistant-cloud-auth";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { AuthProvider } from "react-oidc-context";
import type { DemoConfig } from "../config.ts";
import { App } from "./app.tsx";
import { createUserManager } from "./identity/user-manager.ts";

const response = await fetch("/demo/config");
const config: DemoConfig = await response.json();
const manager = createUserManager(config);
const cleanAddress = () => history.replaceState({}, "", location.pathname);

/** Logs an error that React caught. Ignores token errors, which the page shows. */
const logUnlessShown = (error: unknown) => {
  if (!isAssistantCloudAuthError(error)) console.error(error);
};

const root = document.getElementById("root");
if (root) {
  createRoot(root, { onCaughtError: logUnlessShown }).render(
    <StrictMode>
      <AuthProvider userManager={manager} onSigninCallback={cleanAddress}>
        <App config={config} manager={manager} />
      </AuthProvider>
    </StrictMode>,
  );
}
