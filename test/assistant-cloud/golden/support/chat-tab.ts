export interface AttachedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

/** Operates a chat page as a user does. The functions identify a thread by its title, and a message by its index. */
export interface ChatTab {
  isLoading(): Promise<boolean>;
  /** The titles of the listed threads. Archived threads are left out. */
  titles(): Promise<string[]>;
  /** The shown messages, as `role: text`. */
  messages(): Promise<string[]>;
  /** The status of the last message, or the code of its error. */
  lastStatus(): Promise<string>;
  /** The shown rating of the last message; empty if the message has no rating. */
  lastRating(): Promise<string>;
  /** The number of versions of a message, including the shown version. */
  branches(message: number): Promise<number>;
  pictures(): Promise<string[]>;

  send(text: string): Promise<void>;
  /** Replaces the text of a sent message and sends the new version. */
  edit(message: number, text: string): Promise<void>;
  /** Rates the last message as good. */
  rate(): Promise<void>;
  attach(file: AttachedFile): Promise<void>;

  open(title: string): Promise<void>;
  rename(title: string, to: string): Promise<void>;
  archive(title: string): Promise<void>;
  unarchive(title: string): Promise<void>;
  remove(title: string): Promise<void>;
  switchTo(organization: string): Promise<void>;

  /** Pauses each reply after its first piece. A call of `release` ends the pause. */
  hold(): Promise<void>;
  release(): Promise<void>;
  /**
   * Advances the timers of the page. In jsdom, this also advances the server's timers, because the page and the server
   * run in one process.
   */
  passTime(ms: number): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}
