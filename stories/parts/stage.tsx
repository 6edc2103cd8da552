import { AssistantCloudProvider, type TokenEvent, type TokenSource } from "assistant-cloud-auth";
import { type ReactNode, useState } from "react";
import type { Clock } from "../../src/client/clock.ts";
import { createControlledSource } from "../../src/testing/create-controlled-source.ts";
import type { Step } from "./steps.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");

/** Stands still, so that a state stays on the screen; only the deadline of a call that hangs passes. */
function createStandingClock() {
  let passed = 0;
  const clock: Clock = {
    wall: () => NOON + passed,
    monotonic: () => passed,
    setTimer(callback, ms) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
  const leap = (seconds: number) => {
    passed += seconds * 1000;
    // What a page hears when it has been away for a while.
    window.dispatchEvent(new Event("focus"));
  };
  return { clock, leap };
}

const unreachable = () => Promise.reject(new TypeError("Failed to fetch"));
const noJitter = () => 0;
const A_DAY_MS = 86_400_000;

export interface StageProps {
  /** What the token source does, call by call. */
  script?: readonly Step[];
  /** A source of another kind, in place of the script. */
  tokenSource?: TokenSource;
  /** Answers requests to the cloud and to the app's backend. Default: nothing answers. */
  fetch?: typeof globalThis.fetch;
  /** Lets time run. Default: it stands still at noon. */
  live?: boolean;
  /** Moves the standing clock on by so many seconds once the first token is there. Default: 0. */
  secondsLater?: number;
  /** Default: a day. */
  sourceTimeoutMs?: number;
  children: ReactNode;
}

/** The real provider and engine, over a token source that follows a script. */
export function Stage(props: StageProps) {
  const { script = [], tokenSource, fetch, live = false, secondsLater = 0, sourceTimeoutMs, children } = props;
  const [{ clock, leap }] = useState(createStandingClock);
  const [onEvent] = useState(() => {
    let waiting = secondsLater > 0;
    return ({ type }: TokenEvent) => {
      if (!waiting || type !== "refresh_succeeded") return;
      waiting = false;
      setTimeout(() => leap(secondsLater));
    };
  });
  const [scripted] = useState((): TokenSource => {
    const source = createControlledSource({
      key: "ada",
      handler: (request) => {
        const step = script[Math.min(source.calls.length, script.length) - 1];
        if (step === undefined) throw new Error("The story's script is empty.");
        return step(request, new Date(live ? Date.now() : clock.wall()));
      },
    });
    return { kind: source.kind, key: source.key, getToken: source.getToken };
  });
  return (
    <AssistantCloudProvider
      baseUrl="https://proj-example.assistant-api.com"
      tokenSource={tokenSource ?? scripted}
      fetch={fetch ?? unreachable}
      random={noJitter}
      sourceTimeoutMs={sourceTimeoutMs ?? A_DAY_MS}
      onEvent={onEvent}
      {...(live ? {} : { clock })}
    >
      {children}
    </AssistantCloudProvider>
  );
}
