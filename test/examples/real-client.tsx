import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";

export function ThreadList() {
  const cloud = useAssistantCloud();
  return (
    <button type="button" onClick={() => void cloud.threads.list().then(console.log)}>
      List threads
    </button>
  );
}
