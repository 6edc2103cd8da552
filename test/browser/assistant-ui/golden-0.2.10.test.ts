import { previousClient } from "../../assistant-cloud/golden/support/clients.ts";
import { chromiumSuite } from "./support/chromium-suite.ts";

chromiumSuite(previousClient);
