// Simulates, with Node, the native platform below React Native's JavaScript: a network and response blobs, but no
// browser API.
const browserApis = [
  "BroadcastChannel",
  "MessageChannel",
  "ReadableStream",
  "TextDecoder",
  "crypto",
  "document",
  "localStorage",
  "sessionStorage",
  "structuredClone",
];

const { AbortController: NodeAbortController, fetch: send } = globalThis;
for (const name of browserApis) delete globalThis[name];

const NativeModules = require("react-native/Libraries/BatchedBridge/NativeModules").default;
const events = require("react-native/Libraries/EventEmitter/RCTDeviceEventEmitter").default;

const calls = new Map();
const blobs = new Map();
let last = 0;

async function answer(id, { method, url, data, headers }, { signal }) {
  const response = await send(url, { method, headers, body: data.string, signal });
  const body = await response.text();
  blobs.set(`${id}`, body);
  events.emit("didReceiveNetworkResponse", [id, response.status, Object.fromEntries(response.headers), response.url]);
  events.emit("didReceiveNetworkData", [id, { blobId: `${id}`, offset: 0, size: body.length }]);
  events.emit("didCompleteNetworkResponse", [id, ""]);
}

NativeModules.Networking = {
  ...NativeModules.Networking,
  sendRequest(query, started) {
    last += 1;
    const id = last;
    const controller = new NodeAbortController();
    calls.set(id, controller);
    started(id);
    answer(id, query, controller).catch((error) => events.emit("didCompleteNetworkResponse", [id, `${error}`]));
  },
  abortRequest: (id) => calls.get(id)?.abort(),
};
NativeModules.FileReaderModule = { readAsText: async ({ blobId }) => blobs.get(blobId) };

require("react-native/Libraries/Core/setUpNavigator");
require("react-native/Libraries/Core/setUpXHR");
