/** A file as a person attaches it. */
export interface AttachedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

/** A page with a chat, as one person uses it. Threads are named by their titles, messages by their place. */
export interface ChatTab {
  /** Whether the thread list is still on its way. */
  isLoading(): Promise<boolean>;
  /** The titles of the listed threads, archived ones not included. */
  titles(): Promise<string[]>;
  /** The shown messages, as `role: text`. */
  messages(): Promise<string[]>;
  /** How the last message stands: its status, or the code of its error. */
  lastStatus(): Promise<string>;
  /** The rating that the last message shows; empty for none. */
  lastRating(): Promise<string>;
  /** The number of branches at a message. */
  branches(message: number): Promise<number>;
  /** The URLs of the attached pictures. */
  pictures(): Promise<string[]>;

  send(text: string): Promise<void>;
  /** Sends another text in place of a message. */
  edit(message: number, text: string): Promise<void>;
  /** Rates the last message as good. */
  rate(): Promise<void>;
  attach(file: AttachedFile): Promise<void>;

  open(title: string): Promise<void>;
  rename(title: string, to: string): Promise<void>;
  archive(title: string): Promise<void>;
  unarchive(title: string): Promise<void>;
  remove(title: string): Promise<void>;
  /** Switches to another organization. */
  switchTo(organization: string): Promise<void>;

  /** Holds replies after their first piece. */
  hold(): Promise<void>;
  release(): Promise<void>;
  /** Lets time pass for the page's timers alone. */
  passTime(ms: number): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}
