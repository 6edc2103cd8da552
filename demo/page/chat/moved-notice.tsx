import { CheckCheck } from "lucide-react";
import { useState } from "react";

/** Renders how many of the visitor's threads moved to the person who signed in. */
export function MovedNotice({ moved }: { moved: number }) {
  const [isClosed, setClosed] = useState(false);
  if (moved === 0 || isClosed) return null;
  return (
    <div className="notice good chat-notice" role="status">
      <CheckCheck size={16} aria-hidden="true" />
      <p>{moved === 1 ? "Your thread came along." : `Your ${moved} threads came along.`}</p>
      <button type="button" className="link-button" onClick={() => setClosed(true)}>
        Dismiss
      </button>
    </div>
  );
}
