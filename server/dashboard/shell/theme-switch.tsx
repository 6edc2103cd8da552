import { Monitor, Moon, Sun } from "lucide-react";
import { ToggleGroup } from "radix-ui";
import { useEffect, useState } from "react";

const SLOT = "assistant-cloud-server:theme";
const THEMES = [
  { name: "system", label: "As the system", Icon: Monitor },
  { name: "light", label: "Light", Icon: Sun },
  { name: "dark", label: "Dark", Icon: Moon },
] as const;
type Theme = (typeof THEMES)[number]["name"];

/** Light, dark or as the system says; kept for the next visit. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(readTheme);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === "system") root.removeAttribute("data-theme");
    else root.dataset["theme"] = theme;
    try {
      localStorage.setItem(SLOT, theme);
    } catch {
      // Where storage is blocked, the choice holds for this visit.
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
    const kept = localStorage.getItem(SLOT);
    return THEMES.find(({ name }) => name === kept)?.name ?? "system";
  } catch {
    return "system";
  }
}
