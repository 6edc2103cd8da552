import {
  AssistantCloudProvider,
  backendTokenSource,
  createTokenEngine,
  useAuthorizedFetch,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { createAssistantCloudBackend } from "assistant-cloud-auth/backend";
import { useState } from "react";
import { Text } from "react-native";
import { act, create } from "react-test-renderer";

const { CLOUD_URL: baseUrl, APP_URL: appUrl } = process.env;
const route = () => backendTokenSource({ url: `${appUrl}/token`, key: "ada" });

let engine;
let view;
afterEach(async () => {
  engine?.dispose();
  await act(async () => view?.unmount());
});

test("the platform is React Native's, with its own AbortController and fetch", () => {
  const { signal } = new AbortController();
  expect(navigator.product).toBe("ReactNative");
  expect(["reason" in signal, "throwIfAborted" in signal, "any" in AbortSignal]).toEqual([false, false, false]);
  expect([typeof ReadableStream, typeof document]).toEqual(["undefined", "undefined"]);
  expect(new Response("").body).toBe(undefined);
});

test("an engine gets a token", async () => {
  engine = createTokenEngine({ baseUrl, tokenSource: route() });
  expect(await engine.getToken()).toMatch(/^eyJ/);
  expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "user_1" });
});

test("a route that hangs leads to `source_timeout`", async () => {
  const tokenSource = backendTokenSource({ url: `${appUrl}/hangs`, key: "ada" });
  engine = createTokenEngine({ baseUrl, tokenSource, sourceTimeoutMs: 200 });
  await expect(engine.getToken()).rejects.toMatchObject({ code: "source_timeout" });
});

test("a backend with its API key is rejected", () => {
  expect(() => createAssistantCloudBackend({ apiKey: "key" })).toThrow(/React Native/);
});

function Threads() {
  const { status } = useWorkspaceToken();
  const authorizedFetch = useAuthorizedFetch();
  const [answer, setAnswer] = useState(0);
  const ask = async () => setAnswer((await authorizedFetch(`${appUrl}/api`, { method: "POST", body: "{}" })).status);
  return (
    <>
      <Text onPress={ask}>{status}</Text>
      <Text>{answer}</Text>
    </>
  );
}

test("the provider renders, and `useAuthorizedFetch` sends the token", async () => {
  await act(async () => {
    view = create(
      <AssistantCloudProvider baseUrl={baseUrl} tokenSource={route()}>
        <Threads />
      </AssistantCloudProvider>,
    );
  });
  const texts = () => view.root.findAllByType(Text).map(({ props }) => props.children);
  await eventually(() => expect(texts()).toEqual(["authenticated", 0]));
  await act(async () => view.root.findAllByType(Text)[0].props.onPress());
  await eventually(() => expect(texts()).toEqual(["authenticated", 200]));
});

async function eventually(check) {
  const end = Date.now() + 4_000;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    }
  }
}
