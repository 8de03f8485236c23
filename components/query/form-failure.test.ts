import { expect, test } from "vitest";
import { ApiError } from "./api-client";
import { failureOf } from "./form-failure";

const of = (error: unknown) => failureOf(error, ["name", "code"], "끊김", "문제");
const issue = (path: string, message: string) => ({ path: [path], code: "x", message });

test("what has a field stands at the field, the first word counts", () => {
  const error = new ApiError(422, "invalid", "고칠 곳이 있어요", [issue("code", "있는 코드"), issue("code", "둘째")]);
  expect(of(error)).toEqual({ fields: { code: "있는 코드" }, general: null });
});

test("what has none is said once", () => {
  expect(of(new ApiError(422, "invalid", "고칠 곳", [issue("parentId", "없는 조직")]))).toEqual({
    fields: {},
    general: "없는 조직",
  });
  expect(of(new ApiError(403, "forbidden", "권한이 없어요"))).toEqual({ fields: {}, general: "권한이 없어요" });
  expect(of(new ApiError(0, "offline", ""))).toEqual({ fields: {}, general: "끊김" });
  expect(of(new ApiError(502, "internal", ""))).toEqual({ fields: {}, general: "문제" });
  expect(of(new Error("bug"))).toEqual({ fields: {}, general: "문제" });
});
