import "./toasts.css";
import { Toast } from "radix-ui";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

/** Something that has just happened. */
interface Notice {
  text: string;
  /** Takes it back. */
  undo?: () => void;
}

const ToastContext = createContext<(notice: Notice) => void>(() => {});

/** Tells what has happened, for eight seconds, with a way to take it back. */
export function useToast(): (notice: Notice) => void {
  return useContext(ToastContext);
}

/** Where notices appear: at the foot of the page, and in the ear of a screen reader. */
export function Toasts({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly (Notice & { id: number })[]>([]);
  const tell = useMemo(() => {
    let next = 0;
    return (notice: Notice) => {
      next += 1;
      const id = next;
      setNotices((before) => [...before.slice(-2), { ...notice, id }]);
    };
  }, []);
  const drop = (id: number) => setNotices((before) => before.filter((notice) => notice.id !== id));
  return (
    <ToastContext.Provider value={tell}>
      <Toast.Provider duration={8_000} label="Notice">
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
