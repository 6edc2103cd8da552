import { describe } from "vitest";
import { loadPreviousClient } from "./support/clients.ts";
import { traceSuite } from "./support/trace-suite.tsx";

// A file of its own: two copies of the runtime must not meet in one process.
const client = await loadPreviousClient();
describe(`assistant-cloud ${client.version}`, () => traceSuite(client));
