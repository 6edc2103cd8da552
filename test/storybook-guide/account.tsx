import { useWorkspaceToken } from "assistant-cloud-auth";

export function Account() {
  const { status, userId, workspaceId, isRefreshing, refreshError, error, refresh } = useWorkspaceToken({
    throwOnError: false,
  });
  return (
    <main>
      <h1>{status === "authenticated" ? `Hello, ${userId}` : "Hello"}</h1>
      <p role="status">
        {[status, error?.code, isRefreshing && "refreshing", refreshError?.code].filter(Boolean).join(", ")}
      </p>
      <p>{workspaceId ?? "No workspace"}</p>
      <button type="button" onClick={() => void refresh()}>
        Refresh
      </button>
    </main>
  );
}
