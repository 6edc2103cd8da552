import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** The meaning of a status. It determines the color and the icon. */
export type Tone = "good" | "warn" | "bad";

const ICONS: Readonly<Record<Tone, LucideIcon>> = { good: CircleCheck, warn: CircleAlert, bad: CircleX };

/** Shows a status in one word. An icon repeats the meaning of the color. */
export function StatusPill({ tone, children }: { tone: Tone | undefined; children: ReactNode }) {
  const Icon = tone && ICONS[tone];
  return (
    <span className="pill" data-tone={tone}>
      {Icon && <Icon size={13} aria-hidden />}
      {children}
    </span>
  );
}
