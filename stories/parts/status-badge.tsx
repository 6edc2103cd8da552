interface StatusBadgeProps {
  status: "loading" | "authenticated" | "unauthenticated" | "error";
  isRefreshing?: boolean;
}

/** Renders the status, or "refreshing" if `isRefreshing`, as a word with a colored dot. */
export function StatusBadge({ status, isRefreshing = false }: StatusBadgeProps) {
  const word = isRefreshing ? "refreshing" : status;
  return (
    <span className={`badge badge-${word}`} role="status">
      {word}
    </span>
  );
}
