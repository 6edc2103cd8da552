import { useAui, useAuiState } from "@assistant-ui/react";
import {
  Building2,
  CircleHelp,
  CircleUserRound,
  FileImage,
  MessagesSquare,
  TriangleAlert,
  Type,
  Wrench,
} from "lucide-react";
import { drawSamplePicture } from "./sample-picture.ts";

const suggestions = [
  { icon: CircleUserRound, label: "Who am I?", prompt: "Who am I, and when does my token expire?" },
  { icon: Building2, label: "Workspace", prompt: "What is this workspace?" },
  { icon: MessagesSquare, label: "Thread", prompt: "Where is this thread kept?" },
  { icon: Wrench, label: "Tool call", prompt: "Inspect my token with a tool" },
  { icon: Type, label: "Markdown", prompt: "Show me some Markdown" },
  { icon: FileImage, label: "Picture", prompt: "Here is a picture for you", file: drawSamplePicture },
  { icon: TriangleAlert, label: "Failure", prompt: "Fail once, please" },
  { icon: CircleHelp, label: "Help", prompt: "What can you do?" },
] as const;

/**
 * Renders a button for each question that the scripted model can answer. If `isCompact` is true, omits the help
 * question.
 */
export function Suggestions({ isCompact = false }: { isCompact?: boolean }) {
  const aui = useAui();
  // The last suggestion asks for help, which a user of an existing thread no longer needs.
  const shown = isCompact ? suggestions.slice(0, -1) : suggestions;
  const isRunning = useAuiState(({ thread }) => thread.isRunning);

  const sendSuggestion = async (suggestion: (typeof suggestions)[number]) => {
    if ("file" in suggestion) {
      aui.composer.setText(suggestion.prompt);
      await aui.composer.addAttachment(await suggestion.file());
      aui.composer.send();
    } else {
      aui.thread.append(suggestion.prompt);
    }
  };

  return (
    <ul className={isCompact ? "suggestions compact" : "suggestions"} aria-label="Suggestions">
      {shown.map((suggestion) => {
        const { icon: Icon, label, prompt } = suggestion;
        return (
          <li key={label}>
            <button type="button" disabled={isRunning} onClick={() => void sendSuggestion(suggestion).catch(() => {})}>
              <Icon size={isCompact ? 14 : 18} aria-hidden="true" />
              <span>{label}</span>
              {!isCompact && <small>{prompt}</small>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
