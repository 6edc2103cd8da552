import { AssistantCloudProvider, type TokenSource } from "assistant-cloud-auth";
import { createControlledSource, createTestClock } from "assistant-cloud-auth/testing";
import { type ReactNode, useState } from "react";
import { NOON } from "./noon.ts";
import type { Step } from "./steps.ts";

interface ScriptedProviderProps {
  /** The answers to the token source's calls, in order. The last answer is repeated. */
  script: readonly Step[];
  /** Whether time passes. Default: false, so the clock is frozen at noon. */
  live?: boolean;
  children: ReactNode;
}

const noJitter = () => 0;

/** Renders an `AssistantCloudProvider` whose token source follows a script. */
export function ScriptedProvider({ script, live = false, children }: ScriptedProviderProps) {
  const [clock] = useState(() => createTestClock({ start: NOON }));
  const [tokenSource] = useState((): TokenSource => {
    const source = createControlledSource({
      key: "ada",
      handler: (request) => {
        const step = script[Math.min(source.calls.length, script.length) - 1];
        if (step === undefined) throw new Error("The story's script is empty.");
        return step(request, live ? new Date() : clock.now());
      },
    });
    return source;
  });
  return (
    <AssistantCloudProvider
      baseUrl="https://proj-example.assistant-api.com"
      tokenSource={tokenSource}
      random={noJitter}
      shareAcrossTabs={false}
      {...(live ? {} : { clock })}
    >
      {children}
    </AssistantCloudProvider>
  );
}
