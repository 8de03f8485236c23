import fc from "fast-check";
import { expect, test } from "vitest";
import { prometheusText, quantile } from "./prometheus";

test("one family is help, type and its samples", () => {
  const samples = [{ labels: { bot: 'a"b\\c\nd', id: "3" }, value: 1.5 }, { value: Number.POSITIVE_INFINITY }];
  expect(prometheusText([{ name: "dochak_x", help: "Line\nand \\ slash", type: "gauge", samples }])).toBe(
    `# HELP dochak_x Line\\nand \\\\ slash\n# TYPE dochak_x gauge\ndochak_x{bot="a\\"b\\\\c\\nd",id="3"} 1.5\ndochak_x +Inf\n`,
  );
});

test("no label can break out of its line", () => {
  fc.assert(
    fc.property(fc.string(), (bot) => {
      const text = prometheusText([{ name: "x", help: "h", type: "gauge", samples: [{ labels: { bot }, value: 1 }] }]);
      const [, , line, end] = text.split("\n");
      expect(end).toBe("");
      const said = /^x\{bot="((?:[^"\\]|\\["\\n])*)"\} 1$/.exec(line ?? "")?.[1];
      expect(said?.replace(/\\(.)/g, (_, sign) => (sign === "n" ? "\n" : sign))).toBe(bot);
    }),
  );
});

test("nearest-rank quantiles", () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(
    quantile(
      Array.from({ length: 100 }, (_, i) => i + 1),
      0.95,
    ),
  ).toBe(95);
  expect(quantile([7], 0.95)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});
