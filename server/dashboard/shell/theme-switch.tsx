import { Monitor, Moon, Sun } from "lucide-react";
import { ToggleGroup } from "radix-ui";
import { useEffect, useState } from "react";

const STORAGE_KEY = "assistant-cloud-server:theme";
const THEMES = [
  { name: "system", label: "System", Icon: Monitor },
  { name: "light", label: "Light", Icon: Sun },
  { name: "dark", label: "Dark", Icon: Moon },
] as const;
type Theme = (typeof THEMES)[number]["name"];

/** Shows the switch with three themes: light, dark and the system's theme. Stores the choice in `localStorage`. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(readTheme);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === "system") root.removeAttribute("data-theme");
    else root.dataset["theme"] = theme;
    try {
      localStorage.setItem(STORAGE_KEY, theme);
    } catch {
      // If the browser blocks storage, the choice lasts until the page is closed.
    }
  }, [theme]);
  const choose = (name: string) => THEMES.some((each) => each.name === name) && setTheme(name as Theme);
  return (
    <ToggleGroup.Root type="single" className="theme-switch" aria-label="Theme" value={theme} onValueChange={choose}>
      {THEMES.map(({ name, label, Icon }) => (
        <ToggleGroup.Item key={name} value={name} aria-label={label} title={label}>
          <Icon size={15} aria-hidden />
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return THEMES.find(({ name }) => name === stored)?.name ?? "system";
  } catch {
    return "system";
  }
}
