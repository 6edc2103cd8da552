import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { createContext, createElement, type FunctionComponent, type ReactNode, useContext } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { AssistantCloudProvider, useAuthStatus, useWorkspaceToken } from "../../src/index.ts";
import { createControlledSource, createTestToken } from "../../src/testing/index.ts";
import { measureInTurns, median, medianRatio } from "../measure-in-turns.ts";
import type { Measure } from "../row.ts";
import { withPage } from "../with-page.ts";

const GOAL = 1.3;
const READERS = 1_000;
const TokenContext = createContext<{ token: string } | null>(null);
const queryKey = ["token"];

/**
 * Measures how long React takes to mount a thousand components that read the token. Compares this time with that of a
 * thousand components that read a plain context.
 */
export const measure: Measure = () =>
  withPage(async () => {
    const token = await createTestToken();
    const client = new QueryClient();
    client.setQueryData(queryKey, { token });
    let ready = false;
    const root = createRoot(document.body.appendChild(document.createElement("div")));
    const value = { token };
    const show = (children: ReactNode) => {
      const providers = createElement(
        AssistantCloudProvider,
        {
          baseUrl: "https://api.example.com",
          tokenSource: createControlledSource({ handler: () => token }),
          onEvent: ({ type }) => {
            ready ||= type === "refresh_succeeded";
          },
        },
        createElement(TokenContext.Provider, { value }, children),
      );
      flushSync(() => root.render(createElement(QueryClientProvider, { client }, providers)));
    };
    const mount = (Reader: FunctionComponent) => async (count: number) => {
      const list = Array.from({ length: count }, (_, key) => createElement(Reader, { key }));
      const start = performance.now();
      show(list);
      const elapsed = performance.now() - start;
      show(null);
      return elapsed;
    };
    try {
      show(null);
      while (!ready) await new Promise((resolve) => setTimeout(resolve, 1));
      const times = await measureInTurns(
        {
          context: mount(ContextReader),
          token: mount(TokenReader),
          status: mount(StatusReader),
          query: mount(QueryReader),
        },
        { rounds: 40, warmUp: 10, count: READERS },
      );
      const milliseconds = (of: keyof typeof times) => `${((median(times[of]) * READERS) / 1e6).toFixed(1)} ms`;
      const compare = (what: string, of: keyof typeof times, isOwn: boolean) => {
        const ratio = medianRatio(times[of], times.context);
        return {
          what: `mount ${READERS} readers of ${what}`,
          figure: milliseconds(of),
          against: `as many of a context ${milliseconds("context")}`,
          ratio,
          goal: isOwn ? `<= ${GOAL} x` : "",
          met: isOwn ? ratio <= GOAL : null,
        };
      };
      return [
        compare("useWorkspaceToken()", "token", true),
        compare("useAuthStatus()", "status", true),
        compare("useQuery(), for scale", "query", false),
      ];
    } finally {
      root.unmount();
      client.clear();
    }
  });

const ContextReader: FunctionComponent = () => createElement("span", null, useContext(TokenContext)?.token.length);
const TokenReader: FunctionComponent = () => createElement("span", null, useWorkspaceToken().token?.length);
const StatusReader: FunctionComponent = () => createElement("span", null, useAuthStatus().status.length);
const QueryReader: FunctionComponent = () => {
  const { data } = useQuery({
    queryKey,
    queryFn: () => ({ token: "" }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return createElement("span", null, data?.token.length);
};
