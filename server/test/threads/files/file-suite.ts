import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { downloadSuite } from "./download-suite.ts";
import { quotaSuite } from "./quota-suite.ts";
import { signedUrlSuite } from "./signed-url-suite.ts";
import { uploadLimitSuite } from "./upload-limit-suite.ts";
import { uploadSuite } from "./upload-suite.ts";

export function fileSuite(run: () => RunStatement): void {
  uploadSuite(run);
  uploadLimitSuite(run);
  downloadSuite(run);
  signedUrlSuite(run);
  quotaSuite(run);
}
