import { createRoot } from "react-dom/client";
import { ChatApp } from "./chat-app.tsx";

declare global {
  interface Window {
    /** Signs the current user out and signs `person` in. */
    signIn(person: string): void;
  }
}

const root = createRoot(document.body.appendChild(document.createElement("div")));
window.signIn = (person) => root.render(<ChatApp person={person} />);
window.signIn("ada");
