import { act, render } from "@testing-library/react";
import {
  backendTokenSource,
  providerTokenSource,
  type TokenSource,
  useSuspenseWorkspaceToken,
} from "assistant-cloud-auth";
import { type ReactNode, Suspense, startTransition, useEffect, useState } from "react";
import { describe, expect, it } from "vitest";
import { signToken } from "../support/sign-token.ts";
import { advance, createReactHarness, HarnessProvider, mint, SECOND } from "./react-harness.tsx";

function Workspace(): ReactNode {
  return useSuspenseWorkspaceToken().workspaceId;
}

const sources = {
  backendTokenSource: (key: string) => backendTokenSource({ key, url: "https://app.example/token" }),
  providerTokenSource: (key: string) =>
    providerTokenSource({ key, getToken: async () => signToken({ sub: "ada", iss: "https://provider.example" }) }),
};

interface AppProps {
  createSource: (key: string) => TokenSource;
  /** Receives the function that switches the key in a transition. */
  onMount: (switchKey: () => void) => void;
}

/** Passes another `fetch` for each key, as an app does that names the tenant in a request header. */
function App({ createSource, onMount }: AppProps): ReactNode {
  const [harness] = useState(() => createReactHarness());
  const [key, setKey] = useState("a");
  useEffect(() => onMount(() => startTransition(() => setKey("b"))), [onMount]);
  const fetch = async () => Response.json({ token: mint("ada", `workspace ${key}`) });
  return (
    <HarnessProvider of={harness} tokenSource={createSource(key)} fetch={fetch}>
      <Suspense fallback="wait">
        <Workspace />
      </Suspense>
    </HarnessProvider>
  );
}

describe("options that change in a transition", () => {
  it.each(Object.entries(sources))(
    "F48 the new key's first token is requested through the new `fetch`: %s",
    async (_name, createSource) => {
      let switchKey = () => {};
      const onMount = (given: () => void) => {
        switchKey = given;
      };
      const view = render(<App createSource={createSource} onMount={onMount} />);
      await advance(SECOND);
      expect(view.container.textContent).toBe("workspace a");
      await act(async () => switchKey());
      await advance(SECOND);
      expect(view.container.textContent).toBe("workspace b");
    },
  );
});
