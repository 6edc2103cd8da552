import { createElement, type FunctionComponent } from "react";
import { createRoot } from "react-dom/client";
import { AssistantCloudProvider, useAuthStatus, useAuthToken, useWorkspaceToken } from "../../src/index.ts";
import { createControlledSource, createTestToken } from "../../src/testing/index.ts";
import type { Measure, Row } from "../row.ts";
import { withPage } from "../with-page.ts";

const COMPONENTS = 500;

let renders = 0;
const StatusReader = () => rendered(useAuthStatus());
const FunctionReader = () => rendered(useAuthToken());
const TokenReader = () => rendered(useWorkspaceToken().token);

function rendered(_read: unknown): null {
  renders += 1;
  return null;
}

/**
 * The measured components. `what` names the hook that `Reader` calls. At a token refresh, each `Reader` must rerender
 * exactly `goal` times.
 */
const readers = [
  { what: "useAuthStatus()", goal: 0, Reader: StatusReader },
  { what: "useAuthToken()", goal: 0, Reader: FunctionReader },
  { what: "useWorkspaceToken().token", goal: 1, Reader: TokenReader },
];

/** Counts the rerenders that one refresh causes in 500 components, for each of three hooks. */
export const measure: Measure = () =>
  withPage(async () => {
    const rows: Row[] = [];
    for (const { what, goal, Reader } of readers) {
      const rerenders = await countRerenders(Reader);
      rows.push({
        what: `rerenders of ${COMPONENTS} readers of ${what} at a refresh`,
        figure: String(rerenders),
        against: `${COMPONENTS} components`,
        ratio: rerenders / COMPONENTS,
        goal: `${goal} each`,
        met: rerenders === goal * COMPONENTS,
      });
    }
    return rows;
  });

async function countRerenders(Reader: FunctionComponent): Promise<number> {
  let now = Date.now();
  const clock = {
    wall: () => now,
    monotonic: () => now,
    setTimer(callback: () => void, ms: number) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
  const source = createControlledSource({ handler: () => createTestToken({ issuedAt: new Date(now) }) });
  let succeeded = 0;
  const root = createRoot(document.createElement("div"));
  root.render(
    createElement(
      AssistantCloudProvider,
      {
        baseUrl: "https://api.example.com",
        tokenSource: source,
        clock,
        onEvent: ({ type }) => {
          if (type === "refresh_succeeded") succeeded += 1;
        },
      },
      Array.from({ length: COMPONENTS }, (_, key) => createElement(Reader, { key })),
    ),
  );
  await until(() => succeeded === 1);
  const before = renders;
  // The token is due for a refresh now. The engine notices this when the page gets the focus.
  now += 250_000;
  window.dispatchEvent(new window.Event("focus"));
  await until(() => succeeded === 2);
  root.unmount();
  return renders - before;
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; !condition(); turn += 1) {
    if (turn > 10_000) throw new Error("The page did not get its token.");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  // Wait until React has rendered the changes.
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
