export {
  type ControlledSource,
  type ControlledSourceOptions,
  createControlledSource,
  type SourceCall,
  type SourceHandler,
} from "./create-controlled-source.ts";
export { createTestClock, type TestClock, type TestClockOptions } from "./create-test-clock.ts";
export { createTestToken, getTestJwks, type TestTokenOptions } from "./create-test-token.ts";
export {
  TestAssistantCloudProvider,
  type TestAssistantCloudProviderProps,
} from "./test-assistant-cloud-provider.tsx";
export type { TestAuthState, TestErrorCode } from "./test-auth-state.ts";
