import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { useAuthorizedFetch, useAuthToken, useProviderTokenSource } from "assistant-cloud-auth";
import { Activity, type ReactNode, StrictMode, useEffect } from "react";
import { describe, expect, it } from "vitest";
import { advance, createReactHarness, HarnessProvider, mint, SECOND } from "./react-harness.tsx";

const THREADS = "https://cloud.example/v1/threads";
const harness = createReactHarness();

interface AppProps {
  /** The user that the SDK reports: undefined while it loads, null for a signed-out user. */
  user: string | null | undefined;
  /** The child of the provider. */
  child: ReactNode;
  baseUrl?: string;
  /** Collects the `Authorization` header of each request. */
  sent?: string[];
}

function App({ user, child, sent = [], ...props }: AppProps): ReactNode {
  const tokenSource = useProviderTokenSource({
    isLoading: user === undefined,
    identity: user ? [user] : null,
    getToken: async () => mint(`${user}`),
  });
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    sent.push(new Request(input, init).headers.get("Authorization") ?? "");
    return Response.json([]);
  };
  return (
    <HarnessProvider of={harness} tokenSource={{ ...tokenSource, kind: "backend" }} fetch={fetch} {...props}>
      {child}
    </HarnessProvider>
  );
}

/** Calls `getToken()` when it mounts, and adds the user of the token, null, or the code of the error to `outcomes`. */
function CallOnMount({ outcomes }: { outcomes: unknown[] }): ReactNode {
  const getToken = useAuthToken();
  useEffect(() => {
    getToken().then(
      (token) => outcomes.push(token && subjectOf(token)),
      (error) => outcomes.push(error.code),
    );
  }, [getToken, outcomes]);
  return null;
}

/** Shows the status of a query that sends an authorized request. */
function Threads(): ReactNode {
  const authorizedFetch = useAuthorizedFetch();
  const queryFn = async () => (await authorizedFetch(THREADS)).json();
  return useQuery({ queryKey: ["threads"], queryFn }).status;
}

const subjectOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).sub;

function start(wrap: (app: ReactNode, isLoading: boolean) => ReactNode = (app) => app) {
  const outcomes: unknown[] = [];
  const child = <CallOnMount outcomes={outcomes} />;
  const page = (props: Partial<AppProps>) =>
    wrap(<App user={undefined} child={child} {...props} />, !("user" in props));
  const view = render(page({}));
  const report = (props: Partial<AppProps>) => view.rerender(page(props));
  return { outcomes, report, ...view };
}

describe("a `getToken()` call on mount while the auth provider's SDK loads", () => {
  it.each<[string, Parameters<typeof start>[0]]>([
    ["on a plain page", (app) => app],
    ["in StrictMode", (app) => <StrictMode>{app}</StrictMode>],
    [
      "in a tree that <Activity> hides meanwhile",
      (app, isLoading) => <Activity mode={isLoading ? "visible" : "hidden"}>{app}</Activity>,
    ],
  ])("F57 %s, resolves to the token of the user that the SDK reports", async (_, wrap) => {
    const { outcomes, report } = start(wrap);
    await advance(12 * SECOND);
    expect(outcomes).toEqual([]);
    report({ user: "ada" });
    await advance(SECOND);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(new Set(outcomes)).toEqual(new Set(["ada"]));
  });

  it("F57 resolves to null if the SDK reports no user", async () => {
    const { outcomes, report } = start();
    report({ user: null });
    await advance(0);
    expect(outcomes).toEqual([null]);
  });

  it("F57 rejects with `disposed` if the provider unmounts", async () => {
    const { outcomes, unmount } = start();
    unmount();
    await advance(0);
    expect(outcomes).toEqual(["disposed"]);
  });

  it("F57 rejects with `disposed` if the provider unmounts just after the SDK has reported the user", async () => {
    const { outcomes, report, unmount } = start();
    report({ user: "ada" });
    unmount();
    await advance(0);
    expect(outcomes).toEqual(["disposed"]);
  });

  it("F27 rejects with `superseded` if the base URL changes meanwhile", async () => {
    const { outcomes, report } = start();
    report({ user: "ada", baseUrl: "https://other.example" });
    await advance(0);
    expect(outcomes).toEqual(["superseded"]);
  });

  it("F27 rejects with `superseded` if the SDK reports one user and then another one", async () => {
    const { outcomes, report } = start();
    report({ user: "ada" });
    report({ user: "bob" });
    await advance(0);
    expect(outcomes).toEqual(["superseded"]);
  });
});

describe("a request on mount while the auth provider's SDK loads", () => {
  it("F57 a query without retries sends one request, with the token of the user that the SDK reports", async () => {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    const sent: string[] = [];
    const page = (user?: string) => (
      <QueryClientProvider client={client}>
        <App user={user} sent={sent} child={<Threads />} />
      </QueryClientProvider>
    );
    const { container, rerender } = render(page());
    await advance(12 * SECOND);
    expect(container.textContent).toBe("pending");
    rerender(page("ada"));
    await advance(SECOND);
    expect(container.textContent).toBe("success");
    expect(sent.map((header) => subjectOf(header.replace("Bearer ", "")))).toEqual(["ada"]);
    client.clear();
  });
});
