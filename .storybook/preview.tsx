import type { Preview } from "@storybook/react-vite";
import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "../stories/parts/parts.css";
import { Sheet } from "../stories/parts/sheet.tsx";

const preview: Preview = {
  parameters: {
    a11y: { test: "error" },
    layout: "fullscreen",
    options: { storySort: { order: ["Hooks", "Components", "Behaviour"] } },
  },
  globalTypes: {
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
    (Story, { globals, name, title, parameters }) => (
      <Sheet
        colorScheme={String(globals["theme"])}
        subject={title.split("/").at(-1) ?? title}
        state={name}
        description={parameters["docs"]?.description?.story}
      >
        <Story />
      </Sheet>
    ),
  ],
};

export default preview;
