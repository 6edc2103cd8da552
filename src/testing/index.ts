export {
  type ControlledSource,
  type ControlledSourceOptions,
  createControlledSource,
  type SourceCall,
  type SourceHandler,
} from "./create-controlled-source.ts";
export { createTestClock, type TestClock, type TestClockOptions } from "./create-test-clock.ts";
export { createTestToken, getTestJwks, type TestTokenOptions } from "./create-test-token.ts";
