import { createContext, use, useSyncExternalStore } from "react";
import type { Activity, ActivityRecord } from "./activity.ts";

export const ActivityContext = createContext<ActivityRecord | null>(null);

export function useActivityRecord(): ActivityRecord {
  const record = use(ActivityContext);
  if (record === null) throw new Error("Put this component below <ActivityContext value={…}>.");
  return record;
}

/** Everything recorded so far; rerenders at each entry. */
export function useActivity(): Activity {
  const { subscribe, read } = useActivityRecord();
  return useSyncExternalStore(subscribe, read);
}
