export {
  AssistantCloudAuthError,
  type AssistantCloudAuthErrorCode,
  isAssistantCloudAuthError,
} from "../core/errors.ts";
export type { AssistantCloudBackendOptions } from "./backend-settings.ts";
export { type AssistantCloudBackend, createAssistantCloudBackend } from "./create-assistant-cloud-backend.ts";
export { createTokenHandler, type TokenHandler, type TokenHandlerOptions } from "./create-token-handler.ts";
export type { MintedToken } from "./mint-outcome.ts";
export { type NodeHandlerOptions, type NodeResponse, toNodeHandler } from "./to-node-handler.ts";
export type { NodeRequest } from "./to-web-request.ts";
export type { TokenIdentity } from "./token-identity.ts";
