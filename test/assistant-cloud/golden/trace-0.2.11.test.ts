import { describe } from "vitest";
import { loadCurrentClient } from "./support/clients.ts";
import { traceSuite } from "./support/trace-suite.tsx";

const client = await loadCurrentClient();
describe(`assistant-cloud ${client.version}`, () => traceSuite(client));
