import {
  ActionBarPrimitive,
  AuiIf,
  BranchPickerPrimitive,
  ErrorPrimitive,
  MessagePrimitive,
} from "@assistant-ui/react";
import { Check, ChevronLeft, ChevronRight, Copy, RefreshCw, ThumbsDown, ThumbsUp, TriangleAlert } from "lucide-react";
import { INSPECT_TOKEN } from "../../model/answers/inspect-token.ts";
import { InspectTokenCall } from "./inspect-token-call.tsx";
import { MarkdownText } from "./markdown-text.tsx";

const parts = { Text: MarkdownText, tools: { by_name: { [INSPECT_TOKEN]: InspectTokenCall } } };

export function AssistantMessage() {
  return (
    <MessagePrimitive.Root className="message assistant" data-testid="assistant-message">
      <img className="message-mark" src="/mark.svg" alt="" width="26" height="26" />
      <div className="message-body">
        <MessagePrimitive.Parts components={parts} />
        <MessagePrimitive.Error>
          <ErrorPrimitive.Root className="message-error">
            <TriangleAlert size={16} aria-hidden="true" />
            <ErrorPrimitive.Message />
            <ActionBarPrimitive.Reload className="button small">
              <RefreshCw size={14} aria-hidden="true" /> Retry
            </ActionBarPrimitive.Reload>
          </ErrorPrimitive.Root>
        </MessagePrimitive.Error>
        <div className="message-foot">
          <BranchPicker />
          <Actions />
        </div>
      </div>
    </MessagePrimitive.Root>
  );
}

function Actions() {
  return (
    <ActionBarPrimitive.Root className="message-actions" hideWhenRunning>
      <ActionBarPrimitive.Copy className="icon-button small" aria-label="Copy">
        <AuiIf condition={({ message }) => message.isCopied}>
          <Check size={15} aria-hidden="true" />
        </AuiIf>
        <AuiIf condition={({ message }) => !message.isCopied}>
          <Copy size={15} aria-hidden="true" />
        </AuiIf>
      </ActionBarPrimitive.Copy>
      <ActionBarPrimitive.Reload className="icon-button small" aria-label="Answer again">
        <RefreshCw size={15} aria-hidden="true" />
      </ActionBarPrimitive.Reload>
      <ActionBarPrimitive.FeedbackPositive className="icon-button small" aria-label="Good answer">
        <ThumbsUp size={15} aria-hidden="true" />
      </ActionBarPrimitive.FeedbackPositive>
      <ActionBarPrimitive.FeedbackNegative className="icon-button small" aria-label="Bad answer">
        <ThumbsDown size={15} aria-hidden="true" />
      </ActionBarPrimitive.FeedbackNegative>
    </ActionBarPrimitive.Root>
  );
}

function BranchPicker() {
  return (
    <BranchPickerPrimitive.Root className="branch-picker" hideWhenSingleBranch>
      <BranchPickerPrimitive.Previous className="icon-button small" aria-label="Previous answer">
        <ChevronLeft size={15} aria-hidden="true" />
      </BranchPickerPrimitive.Previous>
      <span>
        <BranchPickerPrimitive.Number /> / <BranchPickerPrimitive.Count />
      </span>
      <BranchPickerPrimitive.Next className="icon-button small" aria-label="Next answer">
        <ChevronRight size={15} aria-hidden="true" />
      </BranchPickerPrimitive.Next>
    </BranchPickerPrimitive.Root>
  );
}
