import { Send } from "lucide-react";
import { Tabs } from "radix-ui";
import { SwitchRow } from "../controls/switch-row.tsx";
import { useApiCalls } from "../record/use-api-calls.ts";
import { CallLog } from "./call-log.tsx";
import { EventLog } from "./event-log.tsx";

interface ActivityCardProps {
  apiRoute: string;
  everySecond: boolean;
  onEverySecond(on: boolean): void;
}

/** The API calls made with the token, and the engine's events. */
export function ActivityCard({ apiRoute, everySecond, onEverySecond }: ActivityCardProps) {
  const call = useApiCalls(apiRoute, everySecond);
  return (
    <Tabs.Root className="card activity-card" defaultValue="calls" asChild>
      <section aria-label="Activity">
        <div className="card-head">
          <Tabs.List className="tabs" aria-label="Activity">
            <Tabs.Trigger value="calls">API calls</Tabs.Trigger>
            <Tabs.Trigger value="events">Token events</Tabs.Trigger>
          </Tabs.List>
          <div className="card-actions">
            <SwitchRow compact label="Once a second" checked={everySecond} onChange={onEverySecond} />
            <button type="button" className="button small" onClick={call}>
              <Send size={14} aria-hidden="true" /> Call the API
            </button>
          </div>
        </div>
        <Tabs.Content value="calls" className="log">
          <CallLog apiRoute={apiRoute} />
        </Tabs.Content>
        <Tabs.Content value="events" className="log">
          <EventLog />
        </Tabs.Content>
      </section>
    </Tabs.Root>
  );
}
