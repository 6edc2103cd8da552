import { createContext, useContext } from "react";
import type { RuleFieldInfo } from "../../src/admin/admin-api.ts";

/** The fields of a rule, as the authority describes them. Empty until the authority's response arrives. */
export const RuleFieldsContext = createContext<readonly RuleFieldInfo[]>([]);

/** Returns the fields of a rule in display order. */
export const useRuleFields = (): readonly RuleFieldInfo[] => useContext(RuleFieldsContext);
