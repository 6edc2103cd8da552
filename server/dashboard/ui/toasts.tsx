import "./toasts.css";
import { Toast } from "radix-ui";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

/** A message about a completed or failed action. */
interface Notice {
  text: string;
  /** Reverts the action. Default: no Undo button. */
  undo?: () => void;
}

const ToastContext = createContext<(notice: Notice) => void>(() => {});

/** Returns a function that shows a message for 8 seconds, with an optional Undo button. */
export function useToast(): (notice: Notice) => void {
  return useContext(ToastContext);
}

/** Renders the latest three messages at the bottom of the page, and announces them to screen readers. */
export function Toasts({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly (Notice & { id: number })[]>([]);
  const notify = useMemo(() => {
    let next = 0;
    return (notice: Notice) => {
      next += 1;
      const id = next;
      setNotices((before) => [...before.slice(-2), { ...notice, id }]);
    };
  }, []);
  const drop = (id: number) => setNotices((before) => before.filter((notice) => notice.id !== id));
  return (
    <ToastContext.Provider value={notify}>
      <Toast.Provider duration={8_000} label="Notification">
        {children}
        {notices.map(({ id, text, undo }) => (
          <Toast.Root key={id} className="toast" onOpenChange={(open) => !open && drop(id)}>
            <Toast.Description>{text}</Toast.Description>
            {undo !== undefined && (
              <Toast.Action className="button" altText="Undo" onClick={undo}>
                Undo
              </Toast.Action>
            )}
          </Toast.Root>
        ))}
        <Toast.Viewport className="toasts" />
      </Toast.Provider>
    </ToastContext.Provider>
  );
}
