export { createTestAuthority, type TestAuthority, type TestAuthorityOptions } from "./create-test-authority.ts";
