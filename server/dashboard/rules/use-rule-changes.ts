import { type InfiniteData, useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  RuleBody,
  RuleDeletion,
  RuleJson,
  RuleList,
  RuleUpdateBody,
  SavedRuleJson,
} from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { usePendingVariables } from "../api/use-pending-variables.ts";
import { RULES_KEY } from "./use-rules.ts";

/** Returns functions that edit the cached list of auth rules and reload it. */
function useRuleList() {
  const client = useQueryClient();
  return {
    change: (edit: (rules: RuleJson[]) => RuleJson[]) =>
      client.setQueryData<InfiniteData<RuleList>>(
        RULES_KEY,
        (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, rules: edit(page.rules) })) },
      ),
    /** Appends a rule to the last loaded page. */
    append: (rule: RuleJson) =>
      client.setQueryData<InfiniteData<RuleList>>(RULES_KEY, (list) => {
        const last = list?.pages.at(-1);
        if (list === undefined || last === undefined) return list;
        // A reload of the list may have added the rule already. Removing it first avoids a duplicate.
        const rules = [...last.rules.filter(({ id }) => id !== rule.id), rule];
        return { ...list, pages: [...list.pages.slice(0, -1), { ...last, rules }] };
      }),
    pause: () => client.cancelQueries({ queryKey: RULES_KEY }),
    // The response already contains the changed rule, so no caller waits for the reload.
    refresh: () => void client.invalidateQueries({ queryKey: RULES_KEY }),
  };
}

const replacing = (rule: RuleJson) => (rules: RuleJson[]) => rules.map((each) => (each.id === rule.id ? rule : each));

const ADD = ["rules", "add"] as const;

/** Returns whether an auth rule is being created. */
export const useIsAddingRule = () => useIsMutating({ mutationKey: ADD }) > 0;

/** Returns the mutation that creates an auth rule. Call `mutate` with a function that returns the request body. */
export function useAddRule() {
  const list = useRuleList();
  return useMutation({
    mutationKey: ADD,
    mutationFn: async (make: () => RuleBody | Promise<RuleBody>) =>
      request<SavedRuleJson>("rules", { method: "POST", body: await make() }),
    onSuccess: list.append,
    onSettled: list.refresh,
  });
}

/**
 * Returns the mutation that replaces the content of an auth rule. The request fails with 409 if the stored rule no
 * longer has the revision in the request body.
 */
export function useUpdateRule(id: string) {
  const list = useRuleList();
  return useMutation({
    mutationFn: (body: RuleUpdateBody) => request<SavedRuleJson>(`rules/${id}`, { method: "PUT", body }),
    onSuccess: (rule) => list.change(replacing(rule)),
    onSettled: list.refresh,
  });
}

/**
 * Returns the mutation that enables or disables an auth rule. The mutation changes the cached list before the request
 * (optimistic update), and reverts the change if the request fails.
 */
export function useToggleRule() {
  const list = useRuleList();
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
      request<SavedRuleJson>(`rules/${id}/${enabled ? "enable" : "disable"}`, { method: "POST" }),
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

const DELETE = ["rules", "delete"] as const;

/** Returns the ids of the auth rules whose deletion is in progress. */
export const usePendingDeletions = () => usePendingVariables<string>(DELETE);

/**
 * Returns the mutation that deletes an auth rule. The response contains the request body that would create the rule
 * again.
 */
export function useDeleteRule() {
  const list = useRuleList();
  return useMutation({
    mutationKey: DELETE,
    mutationFn: (id: string) => request<RuleDeletion>(`rules/${id}`, { method: "DELETE" }),
    onSuccess: ({ deleted }) => list.change((rules) => rules.filter((each) => each.id !== deleted.id)),
    onSettled: list.refresh,
  });
}
