import type { ReactElement } from "react";
import { AssistantCloudAuthDevtools, type AssistantCloudAuthDevtoolsProps } from "./assistant-cloud-auth-devtools.tsx";

type Theme = "light" | "dark";

/** A plugin for the React adapter of TanStack Devtools. */
export interface AssistantCloudAuthDevtoolsPlugin {
  id: string;
  name: string;
  /**
   * Renders the panel. TanStack Devtools passes an object with the theme; its earlier versions pass the theme itself.
   */
  render(element: HTMLElement, renderProps?: Theme | { theme: Theme }): ReactElement;
  defaultOpen: boolean;
}

/** Options of {@link assistantCloudAuthDevtoolsPlugin}. */
export interface AssistantCloudAuthDevtoolsPluginOptions extends Pick<AssistantCloudAuthDevtoolsProps, "styleNonce"> {
  /** Whether the plugin's tab in TanStack Devtools is open at first. Default: false. */
  defaultOpen?: boolean;
}

/**
 * Creates a plugin for `<TanStackDevtools plugins={[…]}>`, which must be below the `AssistantCloudProvider`. The
 * plugin's tab shows the same panel as {@link AssistantCloudAuthDevtools}. The plugin records events and simulates
 * faults only while the tab is open.
 */
export function assistantCloudAuthDevtoolsPlugin(
  options: AssistantCloudAuthDevtoolsPluginOptions = {},
): AssistantCloudAuthDevtoolsPlugin {
  const { defaultOpen = false, ...rest } = options;
  return {
    id: "assistant-cloud-auth",
    name: "Assistant Cloud auth",
    defaultOpen,
    render(_element, renderProps) {
      const theme = typeof renderProps === "object" ? renderProps.theme : renderProps;
      return <AssistantCloudAuthDevtools embedded {...rest} {...(theme === undefined ? {} : { theme })} />;
    },
  };
}
