import { AuiIf, ComposerPrimitive } from "@assistant-ui/react";
import { ArrowUp, Paperclip, Square } from "lucide-react";
import { ComposerAttachment } from "./attachment.tsx";

export function Composer() {
  return (
    <ComposerPrimitive.Root className="composer">
      <div className="composer-attachments">
        <ComposerPrimitive.Attachments>{() => <ComposerAttachment />}</ComposerPrimitive.Attachments>
      </div>
      <ComposerPrimitive.Input
        className="composer-input"
        aria-label="Message"
        placeholder="Write a message …"
        rows={1}
      />
      <div className="composer-actions">
        <ComposerPrimitive.AddAttachment className="icon-button" aria-label="Attach a file">
          <Paperclip size={18} aria-hidden="true" />
        </ComposerPrimitive.AddAttachment>
        <AuiIf condition={({ thread }) => !thread.isRunning}>
          <ComposerPrimitive.Send className="send" aria-label="Send">
            <ArrowUp size={18} aria-hidden="true" />
          </ComposerPrimitive.Send>
        </AuiIf>
        <AuiIf condition={({ thread }) => thread.isRunning}>
          <ComposerPrimitive.Cancel className="send" aria-label="Stop">
            <Square size={13} fill="currentColor" aria-hidden="true" />
          </ComposerPrimitive.Cancel>
        </AuiIf>
      </div>
    </ComposerPrimitive.Root>
  );
}
