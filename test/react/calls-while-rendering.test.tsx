import { QueryClient, QueryClientProvider, useSuspenseQuery } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import { useAuthorizedFetch, useAuthToken, useSuspenseWorkspaceToken } from "assistant-cloud-auth";
import { type ReactNode, Suspense, startTransition, useDeferredValue, useState } from "react";
import { describe, expect, it, onTestFinished } from "vitest";
import { decodeJwtPart } from "../../src/core/decode-jwt-part.ts";
import { advance, createReactHarness, HarnessProvider, mint, SECOND } from "./react-harness.tsx";

const URL = "https://cloud.example/v1/threads";
const subjectOf = (token: string | null) => String(decodeJwtPart(token ?? "", 1)["sub"]);

/** Answers each request with the user of its token. */
const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
  const { headers } = new Request(input, init);
  return new Response(subjectOf((headers.get("Authorization") ?? "").replace("Bearer ", "")));
};

const reads = {
  "useAuthorizedFetch()": () => {
    const authorizedFetch = useAuthorizedFetch();
    return async () => (await authorizedFetch(URL)).text();
  },
  "useAuthToken()": () => {
    const getToken = useAuthToken();
    return async () => subjectOf(await getToken());
  },
};

interface ThreadsProps {
  user: string;
  useRead: () => () => Promise<string>;
}

/** Loads a user's data in a suspense query, which calls its function during rendering. */
function Threads({ user, useRead }: ThreadsProps): ReactNode {
  const queryFn = useRead();
  const { data } = useSuspenseQuery({ queryKey: ["threads", user], queryFn, staleTime: Number.POSITIVE_INFINITY });
  return `screen of ${user}: threads of ${data}`;
}

/** Waits for the user's token before it renders {@link Threads}. */
function ThreadsWithToken(props: ThreadsProps): ReactNode {
  useSuspenseWorkspaceToken();
  return <Threads {...props} />;
}

const switches = {
  "an urgent update": { start: (update: () => void) => update(), useUser: (user: string) => user },
  "a transition": { start: startTransition, useUser: (user: string) => user },
  "useDeferredValue()": { start: (update: () => void) => update(), useUser: useDeferredValue<string> },
};

function setUp(how: keyof typeof switches, Page: typeof Threads, useRead: ThreadsProps["useRead"]) {
  const users = { ada: createReactHarness(() => mint("ada")), bob: createReactHarness(() => mint("bob")) };
  const client = new QueryClient();
  onTestFinished(() => client.clear());
  let setUser: (user: string) => void = () => {};
  function App(): ReactNode {
    const [next, set] = useState("ada");
    setUser = set;
    const user = switches[how].useUser(next);
    const harness = user === "ada" ? users.ada : users.bob;
    return (
      <HarnessProvider of={harness} tokenSource={{ ...harness.tokenSource, key: user }} fetch={fetch}>
        <Suspense fallback="wait">
          <Page user={user} useRead={useRead} />
        </Suspense>
      </HarnessProvider>
    );
  }
  const view = render(
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>,
  );
  return { view, users, switchUser: () => act(async () => switches[how].start(() => setUser("bob"))) };
}

const rows = (Object.keys(switches) as (keyof typeof switches)[]).flatMap((how) =>
  Object.entries(reads).flatMap(([name, useRead]) =>
    [Threads, ThreadsWithToken].map((Page) => [how, name, Page.name, Page, useRead] as const),
  ),
);

describe("a call during rendering", () => {
  it.each(rows)(
    "F27 a suspense query never loads with the previous user's token: %s, %s, %s",
    async (how, _name, _page, Page, useRead) => {
      const { view, users, switchUser } = setUp(how, Page, useRead);
      await advance(SECOND);
      expect(view.container.textContent).toBe("screen of ada: threads of ada");
      await switchUser();
      await advance(SECOND);
      expect(view.container.textContent).toBe("screen of bob: threads of bob");
      expect(users.bob.source.calls).toHaveLength(1);
    },
  );

  it("F48 while a transition loads, the page of the previous user still gets the previous user's token", async () => {
    const calls: (() => Promise<string>)[] = [];
    const { view, users, switchUser } = setUp("a transition", ThreadsWithToken, () => {
      const read = reads["useAuthToken()"]();
      calls.push(read);
      return read;
    });
    users.bob.source.handle(null);
    await advance(SECOND);
    await switchUser();
    expect(view.container.textContent).toBe("screen of ada: threads of ada");
    expect(await calls[0]?.()).toBe("ada");
    await act(async () => (await users.bob.source.waiting).resolve(mint("bob")));
    await advance(SECOND);
    expect(view.container.textContent).toBe("screen of bob: threads of bob");
  });
});
