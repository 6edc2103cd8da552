import process from "node:process";
import { currentClient } from "../../assistant-cloud/golden/support/clients.ts";
import { chromiumSuite } from "./support/chromium-suite.ts";

// A new app gets this client with the AI SDK's runtime. `npm run test:golden` also runs the local runtime.
chromiumSuite(currentClient, process.env["GOLDEN"] === "all" ? undefined : ["ai-sdk"]);
