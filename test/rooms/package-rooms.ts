import type { RoomTable } from "./room.ts";

/** The folders of `assistant-cloud-auth`, with the imports that each may contain. */
export const packageRooms: RoomTable = {
  folder: "src",
  rooms: [
    {
      name: "core",
      purpose: "errors, token decoding, the wire protocol and the token source contract",
      imports: [],
      packages: [],
    },
    {
      name: "client",
      purpose: "the token engine without React: schedule, refresh, exchange, tabs and clock",
      imports: ["core"],
      packages: [],
    },
    {
      name: "react",
      purpose: "provider, hooks, gates, error boundary, and the query that drives the engine",
      imports: ["core", "client"],
      packages: ["@tanstack/react-query", "react"],
    },
    {
      name: "integrations",
      purpose: "one hook per auth provider; it takes the SDK as an argument and reads no React context",
      imports: ["core", "client", "react/use-provider-token-source.ts"],
      packages: ["react"],
    },
    {
      name: "assistant-cloud",
      purpose: "the `assistant-cloud` client with the engine's tokens",
      imports: ["core", "client", "react"],
      packages: ["assistant-cloud"],
    },
    { name: "backend", purpose: "minting with an API key; the route handler", imports: ["core"], packages: [] },
    {
      name: "verify",
      purpose: "verification of workspace tokens in a resource server; guards",
      imports: ["core"],
      packages: ["jose", "node:"],
    },
    {
      name: "testing",
      purpose: "a provider for each authentication state; tokens, a token source and a clock that tests control",
      imports: ["core", "client", "react"],
      packages: ["react", "jose"],
    },
    {
      name: "storybook",
      purpose: "decorator and toolbar that show a story in every authentication state",
      imports: ["core", "react", "testing"],
      packages: ["assistant-cloud-auth", "react"],
    },
    {
      name: "devtools",
      purpose: "the panel that shows the engine's state and simulates faults; the plugin for TanStack Devtools",
      imports: ["core", "client", "react"],
      packages: ["react", "react-dom"],
    },
    { name: "entry", purpose: "re-exports only", imports: ["core", "client", "react"], packages: [] },
  ],
};
