import { DocsContainer, type DocsContainerProps } from "@storybook/addon-docs/blocks";
import { type PropsWithChildren, useEffect, useState } from "react";
import { addons } from "storybook/preview-api";
import { themes } from "storybook/theming";

interface GlobalsEvent {
  globals: { theme?: string };
}

/** Returns the theme in the page's URL. Default: `light dark`, the theme of the operating system. */
function readTheme(): string {
  const globals = new URLSearchParams(window.location.search).get("globals") ?? "";
  return /theme:([\w ]+)/.exec(globals.replaceAll("+", " "))?.[1] ?? "light dark";
}

function isDark(theme: string): boolean {
  return theme === "light dark" ? window.matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}

/** Renders a documentation page with the theme from Storybook's toolbar. */
export function DocsPage(props: PropsWithChildren<DocsContainerProps>) {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const channel = addons.getChannel();
    const follow = ({ globals }: GlobalsEvent) => setTheme(globals.theme ?? "light dark");
    channel.on("globalsUpdated", follow);
    return () => channel.off("globalsUpdated", follow);
  }, []);
  useEffect(() => {
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  return <DocsContainer {...props} theme={isDark(theme) ? themes.dark : themes.light} />;
}
