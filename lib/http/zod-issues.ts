import type * as z from "zod";
import type { Issue } from "@/lib/errors";

/** Nobody reads more, and a body made of ten thousand mistakes isn't worth ten thousand sentences. */
const MOST_ISSUES = 50;
const MOST_NAME = 100;

/** zod's issues in our shape, the first 50. A schema names its own catalogue key as message; what it doesn't name gets a general one. */
export function issuesOf(error: z.core.$ZodError): Issue[] {
  const issues = error.issues.slice(0, MOST_ISSUES).flatMap((issue): Issue[] => {
    if (issue.code === "unrecognized_keys")
      return issue.keys
        .slice(0, MOST_ISSUES)
        .map((key) => ({ path: [...issue.path, key.slice(0, MOST_NAME)], message: "unknownField" }));
    const params: Record<string, string | number> = {};
    if ("maximum" in issue) params.maximum = Number(issue.maximum);
    if ("minimum" in issue) params.minimum = Number(issue.minimum);
    if (issue.code === "custom" && issue.params) Object.assign(params, issue.params);
    const own = /^[a-z][A-Za-z0-9]*$/.test(issue.message) ? issue.message : null;
    const missing = issue.code === "invalid_type" && issue.input === undefined;
    return [{ path: issue.path, message: own ?? (missing ? "required" : "badValue"), params }];
  });
  return issues.slice(0, MOST_ISSUES);
}
