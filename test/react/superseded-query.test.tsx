import { QueryClient, QueryClientProvider, useSuspenseQuery } from "@tanstack/react-query";
import { act } from "@testing-library/react";
import { AssistantCloudAuthError, AuthErrorBoundary, useAuthorizedFetch, useAuthStatus } from "assistant-cloud-auth";
import { type ReactNode, Suspense } from "react";
import { describe, expect, it } from "vitest";
import { advance, createReactHarness, HarnessProvider, mint, renderCatching, SECOND } from "./react-harness.tsx";

const never = () => new Promise<string>(() => {});

/** Shows the status of a request. The query's key does not contain the user. */
function Threads(): ReactNode {
  const send = useAuthorizedFetch();
  const { data } = useSuspenseQuery({
    queryKey: ["threads"],
    queryFn: async () => (await send("https://cloud.example/v1/threads")).status,
  });
  return <p>{data}</p>;
}

/** Throws `superseded` while a user is signed in. */
function Broken(): ReactNode {
  if (useAuthStatus().status !== "authenticated") return null;
  throw new AssistantCloudAuthError("superseded", "The user changed.");
}

/** Renders `child` with a user whose token never arrives, then with another user. */
async function switchUser(child: ReactNode) {
  const harness = createReactHarness();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const app = (key: string, getToken: () => Promise<string>) => (
    <QueryClientProvider client={client}>
      <HarnessProvider
        of={harness}
        tokenSource={{ kind: "backend", key, getToken }}
        fetch={async () => Response.json({})}
      >
        <AuthErrorBoundary fallback={({ error }) => error.code}>
          <Suspense fallback="waiting">{child}</Suspense>
        </AuthErrorBoundary>
      </HarnessProvider>
    </QueryClientProvider>
  );
  const view = renderCatching(app("ada", never));
  await advance(0);
  await act(async () => view.rerender(app("bob", async () => mint("bob"))));
  await advance(5 * SECOND);
  return view;
}

describe("a request of the previous user that rejects after the switch", () => {
  it("F27 F39 the boundary renders the children again, and they repeat the request for the new user", async () => {
    const { container } = await switchUser(<Threads />);
    expect(container.textContent).toBe("200");
  });

  it("F27 F39 the boundary renders the children again only once if they keep throwing `superseded`", async () => {
    const { container, caught } = await switchUser(<Broken />);
    expect(container.textContent).toBe("superseded");
    expect(caught).toHaveLength(2);
  });
});
