import { previousClient } from "../../assistant-cloud/golden/support/clients.ts";
import { chromiumSuite } from "./support/chromium-suite.ts";

// By default, one runtime is tested, because the client is the same in both. `npm run test:golden` tests all runtimes.
chromiumSuite(previousClient, process.env["GOLDEN"] === "all" ? undefined : ["ai-sdk"]);
