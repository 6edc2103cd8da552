import { useAuthStatus } from "assistant-cloud-auth";
import { Unplug } from "lucide-react";

/** Renders a notice while no usable token is available, because the authority stores no messages without a token. */
export function TokenNotice() {
  const { status } = useAuthStatus();
  if (status !== "error") return null;
  return (
    <p className="notice warn chat-notice" role="status">
      <Unplug size={16} aria-hidden="true" />
      Messages cannot be saved until there is a token again.
    </p>
  );
}
