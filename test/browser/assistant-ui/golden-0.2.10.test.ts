import { previousClient } from "../../assistant-cloud/golden/support/clients.ts";
import { chromiumSuite } from "./support/chromium-suite.ts";

// The short form runs one runtime, since the client is the same in both; `npm run test:golden` runs all.
chromiumSuite(previousClient, process.env["GOLDEN"] === "all" ? undefined : ["ai-sdk"]);
