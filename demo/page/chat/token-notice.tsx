import { useAuthStatus } from "assistant-cloud-auth";
import { Unplug } from "lucide-react";

/**
 * Renders a notice if an error leaves the page without a usable token. Without a token, the authority stores no
 * messages.
 */
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
