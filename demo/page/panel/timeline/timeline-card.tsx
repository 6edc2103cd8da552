import { TimelineChart } from "./timeline-chart.tsx";

const legend = [
  ["life", "Seconds left"],
  ["renewed", "Renewed"],
  ["failed", "Attempt failed"],
  ["answered", "Call answered"],
  ["refused", "Call failed"],
] as const;

export function TimelineCard({ lifetimeSeconds }: { lifetimeSeconds: number }) {
  return (
    <section className="card timeline-card" aria-labelledby="timeline-title">
      <div className="card-head">
        <h2 id="timeline-title">Timeline</h2>
        <ul className="legend">
          {legend.map(([kind, label]) => (
            <li key={kind} className={kind}>
              {label}
            </li>
          ))}
        </ul>
      </div>
      <TimelineChart lifetimeSeconds={lifetimeSeconds} />
    </section>
  );
}
