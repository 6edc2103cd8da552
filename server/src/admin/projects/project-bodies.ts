import { z } from "zod";
import type { ProjectInfo } from "../../projects/project-list.ts";
import type { JsonOf } from "../http/json-of.ts";

/** The body of `POST /admin/api/projects`. */
export const projectBody = z.strictObject({
  id: z.string("Enter an id").regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "Must be 1 to 64 letters, digits, - and _"),
  /** The display name. Default: the id. */
  name: z
    .string()
    .trim()
    .min(1, "Enter a name, or leave it out")
    .max(255, "Must have at most 255 characters")
    .optional(),
});
export type ProjectBody = z.input<typeof projectBody>;

export type ProjectJson = JsonOf<ProjectInfo>;
/** The response to `GET /admin/api/projects`. */
export interface ProjectListResponse {
  /** The id of the project whose settings this API manages. */
  current: string;
  /** The stored data of the current project; null until the project is added or its allowed origins change. */
  own: ProjectJson | null;
  /** The stored projects of this page, newest first. */
  projects: ProjectJson[];
  next: string | null;
}
