import { MessagePrimitive } from "@assistant-ui/react";
import { MessageAttachment } from "./attachment.tsx";

export function UserMessage() {
  return (
    <MessagePrimitive.Root className="message user" data-testid="user-message">
      <div className="message-attachments">
        <MessagePrimitive.Attachments>{() => <MessageAttachment />}</MessagePrimitive.Attachments>
      </div>
      <div className="bubble">
        <MessagePrimitive.Parts />
      </div>
    </MessagePrimitive.Root>
  );
}
