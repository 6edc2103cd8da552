import { useState } from "react";
import { useNow } from "../panel/record/use-now.ts";
import { LifeDial } from "../panel/token/life-dial.tsx";

const LIFETIME_SECONDS = 300;
const RENEWED_AFTER_SECONDS = 240;

/** Renders the countdown of an imaginary token at 12 times the real speed. */
export function ExampleDial() {
  const [start] = useState(Date.now);
  const now = useNow(200);
  const age = (((now - start) / 1000) * 12) % RENEWED_AFTER_SECONDS;
  const expiresAt = new Date(now + (LIFETIME_SECONDS - age) * 1000);
  return (
    <div className="welcome-dial" aria-hidden="true">
      <LifeDial expiresAt={expiresAt} lifetimeSeconds={LIFETIME_SECONDS} isRefreshing={false} />
    </div>
  );
}
