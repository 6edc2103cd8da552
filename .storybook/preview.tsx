import type { Preview } from "@storybook/react-vite";
import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "../stories/parts/parts.css";
import { type AuthStateParameters, authStateToolbar, withAuthState } from "assistant-cloud-auth/storybook";
import { useLayoutEffect } from "react";
import { DocsPage } from "../stories/parts/docs-page.tsx";
import { GuidePage } from "../stories/parts/guide-page.tsx";
import { NOON } from "../stories/parts/noon.ts";
import { Sheet } from "../stories/parts/sheet.tsx";

/** Sets the document's CSS property `color-scheme`; null leaves the property unchanged. */
function useColorScheme(colorScheme: string | null): void {
  useLayoutEffect(() => {
    if (colorScheme !== null) document.documentElement.style.colorScheme = colorScheme;
  }, [colorScheme]);
}

const preview: Preview = {
  parameters: {
    // Tests report only violations, so in tests, axe describes no element that follows a rule.
    a11y: { test: "error", options: import.meta.env.MODE === "test" ? { resultTypes: ["violations"] } : {} },
    layout: "fullscreen",
    docs: { page: GuidePage, container: DocsPage },
    viewport: {
      options: { phone: { name: "Phone", styles: { width: "360px", height: "740px" }, type: "mobile" } },
    },
    options: {
      storySort: { order: ["Introduction", "Hooks", "Components", "Token sources", "Behavior", "Dashboard"] },
    },
    ...({
      assistantCloudAuth: { userId: "ada", workspaceId: "org_acme:ada", now: NOON },
    } satisfies AuthStateParameters),
  },
  globalTypes: {
    ...authStateToolbar,
    theme: {
      description: "Light or dark",
      toolbar: {
        title: "Theme",
        icon: "mirror",
        items: [
          { value: "light dark", title: "As the system" },
          { value: "light", title: "Light" },
          { value: "dark", title: "Dark" },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: "light dark" },
  decorators: [
    withAuthState,
    function InSheet(Story, { globals, name, title, parameters, viewMode }) {
      const colorScheme = String(globals["theme"]);
      // A docs page shows all stories in one document, so set the color scheme per story there.
      useColorScheme(viewMode === "docs" ? null : colorScheme);
      if (viewMode === "docs") {
        return (
          <div style={{ colorScheme }}>
            <Story />
          </div>
        );
      }
      return (
        <Sheet
          subject={title.split("/").at(-1) ?? title}
          state={name}
          description={parameters["docs"]?.description?.story}
        >
          <Story />
        </Sheet>
      );
    },
  ],
};

export default preview;
