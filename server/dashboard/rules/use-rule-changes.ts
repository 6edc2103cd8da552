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

/** Changes the list as it is shown, and has it read again. */
function useRuleList() {
  const client = useQueryClient();
  return {
    change: (edit: (rules: RuleAnswer[]) => RuleAnswer[]) =>
      client.setQueryData<InfiniteData<RuleList>>(
        RULES_KEY,
        (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, rules: edit(page.rules) })) },
      ),
    /** Adds to the end of the list, as far as it was read. */
    append: (rule: RuleAnswer) =>
      client.setQueryData<InfiniteData<RuleList>>(RULES_KEY, (list) => {
        const last = list?.pages.at(-1);
        if (list === undefined || last === undefined) return list;
        // It may have been read in between.
        const rules = [...last.rules.filter(({ id }) => id !== rule.id), rule];
        return { ...list, pages: [...list.pages.slice(0, -1), { ...last, rules }] };
      }),
    hold: () => client.cancelQueries({ queryKey: RULES_KEY }),
    // Nobody waits for that: the answer to the change is known.
    refresh: () => void client.invalidateQueries({ queryKey: RULES_KEY }),
  };
}

const replacing = (rule: RuleAnswer) => (rules: RuleAnswer[]) =>
  rules.map((each) => (each.id === rule.id ? rule : each));

/** Saves a new rule, of whatever body is made for it. */
export function useAddRule() {
  const list = useRuleList();
  return useMutation({
    mutationFn: async (make: () => RuleBody | Promise<RuleBody>) =>
      request<SavedRuleAnswer>("rules", { method: "POST", body: await make() }),
    onSuccess: list.append,
    onSettled: list.refresh,
  });
}

/** Puts another content in place of a rule's, unless somebody else was first (409). */
export function useUpdateRule(id: string) {
  const list = useRuleList();
  return useMutation({
    mutationFn: (body: RuleUpdateBody) => request<SavedRuleAnswer>(`rules/${id}`, { method: "PUT", body }),
    onSuccess: (rule) => list.change(replacing(rule)),
    onSettled: list.refresh,
  });
}

/** Puts a rule in force or out of it; the switch moves at once, and back when that is refused. */
export function useToggleRule() {
  const list = useRuleList();
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
      request<SavedRuleAnswer>(`rules/${id}/${enabled ? "enable" : "disable"}`, { method: "POST" }),
    async onMutate({ id, enabled }) {
      await list.hold();
      list.change((rules) => rules.map((each) => (each.id === id ? { ...each, enabled } : each)));
    },
    onSuccess: (rule) => list.change(replacing(rule)),
    onError: (_error, { id, enabled }) =>
      list.change((rules) => rules.map((each) => (each.id === id ? { ...each, enabled: !enabled } : each))),
    onSettled: list.refresh,
  });
}

/** Deletes a rule; the answer holds what makes it again. */
export function useDeleteRule() {
  const list = useRuleList();
  return useMutation({
    mutationFn: (id: string) => request<RuleDeletion>(`rules/${id}`, { method: "DELETE" }),
    onSuccess: ({ deleted }) => list.change((rules) => rules.filter((each) => each.id !== deleted.id)),
    onSettled: list.refresh,
  });
}
