import { z } from "zod";

/** The query of a paginated list. */
export const pageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, "Must be a whole number")
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(100),
  /** The `next` of the previous page. Default: the first page. */
  after: z.string().max(128, "Must be the `next` of the previous page").optional(),
});
