import { AuiIf, ThreadPrimitive } from "@assistant-ui/react";
import { ArrowDown } from "lucide-react";
import type { Identity } from "../../identity/identity.ts";
import { AssistantMessage } from "./assistant-message.tsx";
import { Composer } from "./composer.tsx";
import { Suggestions } from "./suggestions.tsx";
import { ThreadWelcome } from "./thread-welcome.tsx";
import { UserMessage } from "./user-message.tsx";

export function Thread({ identity }: { identity: Identity | null }) {
  return (
    <ThreadPrimitive.Root className="thread">
      <ThreadPrimitive.Viewport className="thread-viewport">
        <AuiIf condition={({ thread }) => thread.isEmpty && !thread.isLoading}>
          <ThreadWelcome identity={identity} />
        </AuiIf>
        <ThreadPrimitive.Messages components={{ UserMessage, AssistantMessage }} />
        <ThreadPrimitive.ViewportFooter className="thread-footer">
          <ThreadPrimitive.ScrollToBottom className="icon-button scroll-down" aria-label="Scroll to the end">
            <ArrowDown size={16} aria-hidden="true" />
          </ThreadPrimitive.ScrollToBottom>
          <AuiIf condition={({ thread }) => !thread.isEmpty}>
            <Suggestions isCompact />
          </AuiIf>
          <Composer />
          <p className="thread-small-print">The model is a script in this page. The rest is real.</p>
        </ThreadPrimitive.ViewportFooter>
      </ThreadPrimitive.Viewport>
    </ThreadPrimitive.Root>
  );
}
