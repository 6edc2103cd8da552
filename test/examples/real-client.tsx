import { AssistantCloud } from "assistant-cloud";
import { useAuthStatus, useAuthToken } from "assistant-cloud-auth";
import { useState } from "react";

/** The client caches tokens of its own: a new key gives every workspace a client of its own. */
export function Threads() {
  const { workspaceId } = useAuthStatus();
  return workspaceId && <ThreadList key={workspaceId} />;
}

function ThreadList() {
  const authToken = useAuthToken();
  const [cloud] = useState(() => new AssistantCloud({ baseUrl: "https://proj-0example.assistant-api.com", authToken }));
  return (
    <button type="button" onClick={() => void cloud.threads.list().then(console.log)}>
      List threads
    </button>
  );
}
