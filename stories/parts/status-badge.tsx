interface StatusBadgeProps {
  status: "loading" | "authenticated" | "unauthenticated" | "error";
  isRefreshing?: boolean;
}

/** Renders a colored dot and a word. The word is the status, or "refreshing" if `isRefreshing` is true. */
export function StatusBadge({ status, isRefreshing = false }: StatusBadgeProps) {
  const word = isRefreshing ? "refreshing" : status;
  return (
    <span className={`badge badge-${word}`} role="status">
      {word}
    </span>
  );
}
