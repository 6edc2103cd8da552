import process from "node:process";
import { previousClient } from "../../assistant-cloud/golden/support/clients.ts";
import { chromiumSuite } from "./support/chromium-suite.ts";

// In Chromium, `npm test` runs each client with one runtime; `npm run test:golden` runs both clients with both runtimes.
chromiumSuite(previousClient, process.env["GOLDEN"] === "all" ? undefined : ["local"]);
