import { Controls, Markdown, Primary, Stories, Title, useOf } from "@storybook/addon-docs/blocks";
import type { Guide } from "./guide.ts";

export function GuidePage() {
  const { preparedMeta } = useOf("meta", ["meta"]);
  const guide = preparedMeta.parameters["guide"] as Guide | undefined;
  const hasControls = Object.values(preparedMeta.argTypes).length > 0;
  return (
    <>
      <Title />
      {guide && <Markdown>{`## When to use it\n\n${guide.use}\n\n\`\`\`tsx\n${guide.example}\n\`\`\``}</Markdown>}
      <Primary />
      {hasControls && <Controls />}
      {guide?.names && <Markdown>{`## ${guide.names.title}\n\n${tableOf(guide.names.rows)}`}</Markdown>}
      {guide && <Markdown>{`## Do\n\n${listOf(guide.does)}\n\n## Don't\n\n${listOf(guide.avoids)}`}</Markdown>}
      <Stories title="States" includePrimary={false} />
    </>
  );
}

const listOf = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

const tableOf = (rows: Record<string, string>) =>
  ["| name | meaning |", "|---|---|", ...Object.entries(rows).map(([name, text]) => `| \`${name}\` | ${text} |`)].join(
    "\n",
  );
