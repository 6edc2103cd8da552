import { createContext, useContext } from "react";
import type { RuleFieldInfo } from "../../src/admin/admin-api.ts";

/** The fields of an auth rule, as the authority describes them. Empty until the authority has responded. */
export const RuleFieldsContext = createContext<readonly RuleFieldInfo[]>([]);

/** Returns the fields of an auth rule in display order. */
export const useRuleFields = (): readonly RuleFieldInfo[] => useContext(RuleFieldsContext);
