import { previousClient } from "./support/clients.ts";
import { jsdomSuite } from "./support/jsdom-suite.ts";

jsdomSuite(previousClient);
