import { expect, test } from "vitest";
import { reasons } from "@/lib/i18n/ko/reasons";
import { mayResend } from "@/lib/messages/resend-rules";
import { holdReasons, isForPerson } from "./hold-reasons";

test("whatever a batch waited for in vain can be told, and may be sent again once it is put right", () => {
  for (const reasonCode of holdReasons.filter((reason) => !isForPerson(reason))) {
    expect(reasons, reasonCode).toHaveProperty(reasonCode);
    expect(mayResend({ status: "failed", reasonCode, providerCode: null }, false), reasonCode).toBe(true);
  }
});
