/** The kinds of user actions in the chat. Clients report these actions. */
export const USER_EVENT_KINDS = [
  "message_sent",
  "message_edited",
  "run_stopped",
  "message_regenerated",
  "message_copied",
  "branch_switched",
  "suggestions_shown",
  "suggestion_clicked",
  "attachment_added",
  "attachment_failed",
  "thread_switched",
  "tool_approved",
  "tool_rejected",
  "speech_started",
  "voice_started",
  "error_shown",
] as const;

export type UserEventKind = (typeof USER_EVENT_KINDS)[number];
