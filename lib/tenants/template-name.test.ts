import { expect, test } from "vitest";
import { templateName } from "./template-name";

const none = () => false;

test("a name is kept as it is, on one line", () => {
  expect(templateName("  배송\n안내 ", "KA01TP1", none)).toBe("배송 안내");
  expect(templateName("", "KA01TP1", none)).toBe("KA01TP1");
});

test("a second one of the same name carries the end of its id, and still fits", () => {
  const long = "가".repeat(100);
  const name = templateName(long, "KA01TP000000000000000000DOCHAK01", (one) => one === "가".repeat(80));
  expect(name).toMatch(/가 \(OCHAK01\)$|가 \(DOCHAK01\)$/);
  expect([...name]).toHaveLength(80);
});
