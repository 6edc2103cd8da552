import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  RuleAnswer,
  RuleBody,
  RuleDeletion,
  RuleList,
  RuleUpdateBody,
  SavedRuleAnswer,
} from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { RULES_KEY } from "./use-rules.ts";

/** Returns functions that edit the cached list of rules and reload it. */
function useRuleList() {
  const client = useQueryClient();
  return {
    change: (edit: (rules: RuleAnswer[]) => RuleAnswer[]) =>
      client.setQueryData<InfiniteData<RuleList>>(
        RULES_KEY,
        (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, rules: edit(page.rules) })) },
      ),
    /** Appends a rule to the last loaded page. */
    append: (rule: RuleAnswer) =>
      client.setQueryData<InfiniteData<RuleList>>(RULES_KEY, (list) => {
        const last = list?.pages.at(-1);
        if (list === undefined || last === undefined) return list;
        // A reload may have added the rule already, so it is removed first.
        const rules = [...last.rules.filter(({ id }) => id !== rule.id), rule];
        return { ...list, pages: [...list.pages.slice(0, -1), { ...last, rules }] };
      }),
    pause: () => client.cancelQueries({ queryKey: RULES_KEY }),
    // The response already contains the changed rule, so this does not wait for the reload.
    refresh: () => void client.invalidateQueries({ queryKey: RULES_KEY }),
  };
}

const replacing = (rule: RuleAnswer) => (rules: RuleAnswer[]) =>
  rules.map((each) => (each.id === rule.id ? rule : each));

/** Returns the mutation that creates a rule. Its variable is a function that returns the request body. */
export function useAddRule() {
  const list = useRuleList();
  return useMutation({
    mutationFn: async (make: () => RuleBody | Promise<RuleBody>) =>
      request<SavedRuleAnswer>("rules", { method: "POST", body: await make() }),
    onSuccess: list.append,
    onSettled: list.refresh,
  });
}

/** Returns the mutation that replaces a rule's content. It fails with 409 if another admin has changed the rule. */
export function useUpdateRule(id: string) {
  const list = useRuleList();
  return useMutation({
    mutationFn: (body: RuleUpdateBody) => request<SavedRuleAnswer>(`rules/${id}`, { method: "PUT", body }),
    onSuccess: (rule) => list.change(replacing(rule)),
    onSettled: list.refresh,
  });
}

/**
 * Returns the mutation that enables or disables a rule. It updates the list immediately, and reverts it if the request
 * fails.
 */
export function useToggleRule() {
  const list = useRuleList();
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
      request<SavedRuleAnswer>(`rules/${id}/${enabled ? "enable" : "disable"}`, { method: "POST" }),
    async onMutate({ id, enabled }) {
      await list.pause();
      list.change((rules) => rules.map((each) => (each.id === id ? { ...each, enabled } : each)));
    },
    onSuccess: (rule) => list.change(replacing(rule)),
    onError: (_error, { id, enabled }) =>
      list.change((rules) => rules.map((each) => (each.id === id ? { ...each, enabled: !enabled } : each))),
    onSettled: list.refresh,
  });
}

/** Returns the mutation that deletes a rule. Its response contains the body that recreates the rule. */
export function useDeleteRule() {
  const list = useRuleList();
  return useMutation({
    mutationFn: (id: string) => request<RuleDeletion>(`rules/${id}`, { method: "DELETE" }),
    onSuccess: ({ deleted }) => list.change((rules) => rules.filter((each) => each.id !== deleted.id)),
    onSettled: list.refresh,
  });
}
