import { useEffect, useState } from "react";
import { SwitchRow } from "../panel/controls/switch-row.tsx";

/** Renders a switch that closes and opens the authority's port. */
export function AuthoritySwitch() {
  const [running, setRunning] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const request = new AbortController();
    fetch("/demo/authority", { signal: request.signal })
      .then((response) => response.json())
      .then((state: { running: boolean }) => setRunning(state.running))
      .catch(() => {});
    return () => request.abort();
  }, []);

  const change = async (shouldRun: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      const response = await fetch("/demo/authority", {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ running: shouldRun }),
      });
      const state: { running: boolean; problem?: string } = await response.json();
      setRunning(state.running);
      setProblem(state.problem ?? null);
    } catch {
      setProblem("The demo’s server does not answer.");
    } finally {
      setBusy(false);
    }
  };

  return (
    <SwitchRow
      label="Authority"
      note={problem ?? (running ? "Running. Off: its port is closed." : "Stopped: its port is closed.")}
      checked={running}
      onChange={(shouldRun) => void change(shouldRun)}
      disabled={isBusy}
    />
  );
}
