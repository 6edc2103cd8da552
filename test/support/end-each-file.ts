import { afterAll } from "vitest";
import { runCleanups } from "./end-of-file.ts";

afterAll(runCleanups);
