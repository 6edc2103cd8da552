import type { RoomTable } from "./room.ts";

/** The rooms of `assistant-cloud-auth`. */
export const packageRooms: RoomTable = {
  folder: "src",
  rooms: [
    {
      name: "core",
      purpose: "errors, token decoding, the wire protocol, the token source contract",
      imports: [],
      packages: [],
    },
    {
      name: "client",
      purpose: "the token engine without React: schedule, refresh, exchange, tabs, clock",
      imports: ["core"],
      packages: [],
    },
    {
      name: "react",
      purpose: "provider, hooks, gates, error boundary, the query that drives the engine",
      imports: ["core", "client"],
      packages: ["@tanstack/react-query", "react"],
    },
    {
      name: "integrations",
      purpose: "one hook per auth provider; takes its SDK as an argument, reads no React context",
      imports: ["core", "client", "react/use-provider-token-source.ts"],
      packages: ["react"],
    },
    {
      name: "assistant-cloud",
      purpose: "the `assistant-cloud` client, fed by the engine",
      imports: ["core", "client", "react"],
      packages: ["assistant-cloud"],
    },
    { name: "backend", purpose: "mint with an API key; the route handler", imports: ["core"], packages: [] },
    {
      name: "verify",
      purpose: "verify a workspace token in a resource server; guards",
      imports: ["core"],
      packages: ["jose", "node:"],
    },
    {
      name: "testing",
      purpose: "put an app into an authentication state; tokens, a token source and a clock under a test's control",
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
      purpose: "the panel that shows and tries every state of the engine; the plugin for TanStack Devtools",
      imports: ["core", "client", "react"],
      packages: ["react", "react-dom"],
    },
    { name: "entry", purpose: "re-exports only", imports: ["core", "client", "react"], packages: [] },
  ],
};
