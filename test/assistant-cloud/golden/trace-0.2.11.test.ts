import { currentClient } from "./support/clients.ts";
import { jsdomSuite } from "./support/jsdom-suite.ts";

jsdomSuite(currentClient);
