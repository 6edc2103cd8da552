import process from "node:process";
import { previousClient } from "../../assistant-cloud/golden/support/clients.ts";
import { chromiumSuite } from "./support/chromium-suite.ts";

// To save time, `npm test` runs each client with one runtime in Chromium. `npm run test:golden` runs both clients with
// both runtimes.
chromiumSuite(previousClient, process.env["GOLDEN"] === "all" ? undefined : ["local"]);
