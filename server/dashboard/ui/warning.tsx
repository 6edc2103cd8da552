import "./warning.css";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Shows a warning about a setting that works but may be a mistake. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <div className="warning" role="status">
      <TriangleAlert size={16} aria-label="Warning:" role="img" />
      <p>{children}</p>
    </div>
  );
}
