/** The type of a workspace token, so that no other JWT passes for one (RFC 8725 §3.11). */
export const WORKSPACE_TOKEN_TYPE = "aui-workspace+jwt";
