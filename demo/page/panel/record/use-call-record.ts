import { createContext, use, useSyncExternalStore } from "react";
import type { ApiCall, CallRecord } from "./call-record.ts";

export const CallRecordContext = createContext<CallRecord | null>(null);

/** Returns the record in {@link CallRecordContext}. Throws if the context contains no record. */
export function useCallRecord(): CallRecord {
  const record = use(CallRecordContext);
  if (record === null) throw new Error("Render this component below <CallRecordContext value={…}>.");
  return record;
}

/** Returns the recorded calls, oldest first. Rerenders the component after each new call. */
export function useRecordedCalls(): readonly ApiCall[] {
  const { subscribe, read } = useCallRecord();
  return useSyncExternalStore(subscribe, read);
}
