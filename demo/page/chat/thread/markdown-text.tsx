import { useMessagePartText } from "@assistant-ui/react";
import { memo } from "react";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

const plugins = [remarkGfm];

/** Renders the text of an answer as Markdown. HTML in the answer is shown as text. */
export function MarkdownText() {
  const { text, status } = useMessagePartText();
  return (
    <div className="markdown" data-status={status.type}>
      <Rendered text={text} />
    </div>
  );
}

const Rendered = memo(function Rendered({ text }: { text: string }) {
  return (
    <Markdown remarkPlugins={plugins} components={{ table: ScrollingTable }}>
      {text}
    </Markdown>
  );
});

function ScrollingTable({ children }: { children?: React.ReactNode }) {
  return (
    <div className="markdown-table">
      <table>{children}</table>
    </div>
  );
}
