import { createContext, useContext } from "react";
import type { RuleFieldInfo } from "../../src/admin/admin-api.ts";

/** The fields of every rule, as the authority describes them; none before its answer is there. */
export const RuleFieldsContext = createContext<readonly RuleFieldInfo[]>([]);

/** Returns the fields of every rule, in the order in which forms and lists show them. */
export const useRuleFields = (): readonly RuleFieldInfo[] => useContext(RuleFieldsContext);
